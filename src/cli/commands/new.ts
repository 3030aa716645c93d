import type { Command } from 'commander'
import { withEngine } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { wholeNumber } from '../wholeNumber'

export function addNew(program: Command, places: Places): void {
  program
    .command('new')
    .description('make a project in a new folder')
    .argument('<project>', 'the folder to make')
    .option(
      '--rate <hz>',
      'the rate every recording is brought to (default: what most of the first import has, at most 16000)',
      wholeNumber({ minValue: 4000, maxValue: 96_000 }),
    )
    .option('--json', 'answer with one JSON document')
    .action(async (path: string, options: OutputOptions & { rate?: number }) => {
      const project = await withEngine(places, ({ client }) =>
        client.project.create({ path, ...(options.rate === undefined ? {} : { sampleRateHz: options.rate }) }),
      )
      answer(options, { project: project.path, sampleRateHz: project.sampleRateHz }, [
        `Made the project ${project.path}.`,
        `Next: cepstra import ${path} FOLDER`,
      ])
    })
}
