import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { InspectedFile } from '../../engine/contract'
import { inParallel } from '../../engine/inParallel'
import { interruption } from '../interruption'
import { withEngine } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { unlessAllFailed } from '../problems'

export function addInspect(program: Command, places: Places): void {
  program
    .command('inspect')
    .description('tell what recordings are worth: level, clipping, noise, bandwidth, and what ails them')
    .argument('<files...>', 'audio files')
    .option('--json', 'answer with one JSON document')
    .action(async (files: string[], options: OutputOptions) => {
      const found: InspectedFile[] = []
      await withEngine(places, async ({ client, context }) => {
        const signal = interruption()
        await inParallel([...files.keys()], { limit: context.pool.threadCount, signal }, async (index) => {
          found[index] = await client.tools.inspect({ path: resolve(files[index]) }, { signal })
        })
      })
      answer(options, { files: found }, linesOf(found))
      unlessAllFailed(found.filter(({ flags }) => flags.includes('unreadable')).length, found.length, 'be read')
    })
}

function linesOf(files: readonly InspectedFile[]): string[] {
  return [
    ...table(
      ['file', 'seconds', 'format', 'Hz', 'channels', 'peak dB', 'mean dB', 'floor dB', 'SNR dB', 'up to Hz'],
      files.map(({ name, durationSeconds, format, sampleRateHz, channelCount, peakDb, rmsDb, quality }) => [
        name,
        fixed(durationSeconds, 3),
        format ?? '–',
        fixed(sampleRateHz, 0),
        fixed(channelCount, 0),
        ...[peakDb, rmsDb, quality?.noiseFloorDb, quality?.snrDb].map((value) => fixed(value ?? null, 1)),
        fixed(quality?.bandwidthHz ?? null, 0),
      ]),
    ),
    ...files.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
  ]
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}
