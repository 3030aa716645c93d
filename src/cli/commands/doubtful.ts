import type { Command } from 'commander'
import { namedBank, newestBank } from '../namedBank'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { wholeNumber } from '../wholeNumber'

interface DoubtfulOptions extends OutputOptions {
  readonly bank?: string
  readonly limit: number
}

export function addDoubtful(program: Command, places: Places): void {
  program
    .command('doubtful')
    .description('list the recordings whose answer or label is most worth listening to, with the reason')
    .argument('<project>', 'the project folder')
    .option('--bank <bank>', 'the bank whose answers are looked at: its number or its name (default: the newest)')
    .option('--limit <n>', 'how many', wholeNumber({ minValue: 1, maxValue: 1000 }), 20)
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, options: DoubtfulOptions) => {
      await withProject(places, project, async ({ client }) => {
        const { bank: model, limit } = options
        const bank = model === undefined ? await newestBank(client) : await namedBank(client, model)
        const { rows, note } = await client.recognition.doubtful({ bankId: bank.id, limit })
        const recordings = rows.map(({ path, role, label, best, kind, margin, reason }) => ({
          ...{ path, role, label, best, kind, margin, reason },
        }))
        const lines = rows.flatMap(({ path, kind, reason }) => [`${kind}: ${path}`, `  ${reason}`])
        answer(options, { bank: { id: bank.id, name: bank.name }, note, recordings }, [
          ...(lines.length > 0 ? lines : ['Nothing is in doubt.']),
          note,
        ])
      })
    })
}
