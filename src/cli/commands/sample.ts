import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import type { EngineClient, Outputs } from '../../engine/contract'
import { seed } from '../../engine/contract/mixtures'
import { namedBank } from '../namedBank'
import { withEngine, withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { readText, writeOut } from '../textFiles'
import { wholeNumber } from '../wholeNumber'

interface SampleOptions extends OutputOptions {
  readonly label?: string
  readonly model?: string
  readonly count: number
  readonly seed: number
  readonly out?: string
  readonly labelsOut?: string
}

type Sample = Outputs['tables']['sample']

export function addSample(program: Command, places: Places): void {
  program
    .command('sample')
    .description('draw frames from a mixture: of a bank, or of a model that fit-table wrote')
    .argument('[project]', 'the project folder')
    .argument('[bank]', 'the bank: its number or its name')
    .option('--label <name>', 'the label of the bank; may be left out where it has a single one')
    .addOption(
      new Option('--model <file>', 'a JSON document with weights, means and covariances, in the place of a bank'),
    )
    .option('--count <n>', 'how many frames', wholeNumber({ minValue: 1, maxValue: 10_000_000 }), 1000)
    .option('--seed <n>', 'the same seed draws the same', wholeNumber(seed), 0)
    .option('--out <file>', 'the .csv or .npy file to write; without it CSV goes to stdout')
    .option('--labels-out <file>', 'write the component of each frame, counted from 0, in the same format')
    .option('--json', 'answer with one JSON document; needs --out')
    .action(async (project: string | undefined, bank: string | undefined, options: SampleOptions) => {
      const { model, out, json } = options
      if ((model === undefined) === (project === undefined || bank === undefined)) {
        throw new CepstraError('OPTIONS_INVALID', 'Name a project and a bank to draw from, or a --model, and not both.')
      }
      if (json && out === undefined) {
        throw new CepstraError('OPTIONS_INVALID', 'With --json the frames need a file of their own: add --out FILE.')
      }
      const format = (out ?? '').toLowerCase().endsWith('.npy') ? 'npy' : 'csv'
      const { count, seed: from } = options
      const drawing = { count, seed: from, format } as const
      if (model !== undefined) {
        const text = await readText(model)
        await withEngine(places, async ({ client }) => {
          await hand(options, await client.tables.sample({ model: text, ...drawing }), { model: resolve(model) })
        })
      } else {
        await withProject(places, project ?? '', async ({ client }) => {
          const { id, label } = await mixtureNamed(client, bank ?? '', options.label)
          await hand(options, await client.banks.sample({ bankId: id, label, ...drawing }), { bank: id, label })
        })
      }
    })
}

async function mixtureNamed(client: EngineClient, model: string, wanted: string | undefined) {
  const { id, name, labels } = await namedBank(client, model)
  const [only, ...others] = labels
  if (wanted === undefined && (only === undefined || others.length > 0)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `The bank "${name}" has several labels; choose one by --label: ${labels.join(', ')}.`,
    )
  }
  return { id, label: wanted ?? only ?? '' }
}

/** Writes what was drawn where it was asked for. */
async function hand(options: SampleOptions, { frames, components }: Sample, source: object): Promise<void> {
  const { out, labelsOut, count, seed: from } = options
  if (labelsOut !== undefined) await writeOut(labelsOut, await bytesOf(components.content))
  if (out === undefined) {
    process.stdout.write(await bytesOf(frames.content))
    return
  }
  await writeOut(out, await bytesOf(frames.content))
  const path = resolve(out)
  answer(options, { ...source, count, seed: from, path, bytes: frames.content.size }, [
    `Wrote ${count} frames to ${path}.`,
  ])
}

async function bytesOf(content: Blob): Promise<Uint8Array> {
  return new Uint8Array(await content.arrayBuffer())
}
