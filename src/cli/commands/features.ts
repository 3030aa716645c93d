import { mkdir } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import { counted } from '../../engine/counted'
import type { Outputs } from '../../engine/contract'
import { inParallel } from '../../engine/inParallel'
import { expectedFailure } from '../expectedFailure'
import { interruption } from '../interruption'
import { withEngine } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { unlessAllFailed } from '../problems'
import { addPresetHelp, addRecipeOptions, recipeAsked, type RecipeOptionValues } from '../recipeOptions'
import { writeOut } from '../textFiles'
import { wholeNumber } from '../wholeNumber'

interface FeaturesOptions extends OutputOptions, RecipeOptionValues {
  readonly out?: string
  readonly format?: 'csv' | 'npy'
  readonly rate?: number
  readonly keptOnly?: boolean
}

type FileFeatures = Outputs['tools']['features']

/** What became of one file. */
interface Done {
  readonly path: string
  readonly out: string | null
  readonly found: Omit<FileFeatures, 'content'> | null
  readonly error: { readonly code: string; readonly message: string } | null
}

export function addFeatures(program: Command, places: Places): void {
  const command = program
    .command('features')
    .description('compute the features of any files, without a project: one row a frame')
    .argument('<files...>', 'audio files')
    .option('--out <path>', 'a .csv or .npy file; for several files, a folder. Without it CSV goes to stdout')
    .addOption(new Option('--format <type>', 'what to write').choices(['csv', 'npy']))
    .option(
      '--rate <hz>',
      'bring the sound to this rate first; by default it is taken as it is',
      wholeNumber({ minValue: 4000, maxValue: 96_000 }),
    )
    .option('--kept-only', 'leave out the frames that voice activity drops')
    .option('--json', 'answer with one JSON document; needs --out')
  addPresetHelp(addRecipeOptions(command)).action((files: string[], options: FeaturesOptions) =>
    features(files, options, places),
  )
}

async function features(files: readonly string[], options: FeaturesOptions, places: Places): Promise<void> {
  const format = options.format ?? (extname(options.out ?? '').toLowerCase() === '.npy' ? 'npy' : 'csv')
  const targets = targetsOf(files, options, format)
  const asked = await recipeAsked(options)
  const { rate, keptOnly = false } = options
  const request = { ...asked, ...(rate === undefined ? {} : { sampleRateHz: rate }), format, keptOnly } as const
  const done: Done[] = []
  await withEngine(places, async ({ client, context }) => {
    const signal = interruption()
    await inParallel([...files.keys()], { limit: context.pool.threadCount, signal }, async (index) => {
      const path = resolve(files[index])
      const out = targets[index]
      try {
        const { content, ...found } = await client.tools.features({ ...request, path }, { signal })
        const bytes = new Uint8Array(await content.arrayBuffer())
        if (out === null) process.stdout.write(bytes)
        else {
          await mkdir(dirname(out), { recursive: true })
          await writeOut(out, bytes)
        }
        done[index] = { path, out, found, error: null }
      } catch (error) {
        const failure = expectedFailure(error)
        // What is wrong with one file is told of it; what is wrong with the request is wrong with all of them.
        if (!failure || files.length === 1 || !/^(AUDIO|FILE)_/.test(failure.code)) throw error
        done[index] = { path, out: null, found: null, error: failure }
      }
    })
  })
  if (options.out === undefined) {
    for (const { found } of done) for (const warning of found?.warnings ?? []) process.stderr.write(`${warning}\n`)
    return
  }
  const failed = done.filter(({ error }) => error !== null)
  answer(options, documentOf(done), linesOf(done))
  unlessAllFailed(failed.length, done.length, 'be turned into features')
}

/** Where the features of each file go; null is stdout. @throws CepstraError OPTIONS_INVALID */
function targetsOf(files: readonly string[], { out, json }: FeaturesOptions, format: string): (string | null)[] {
  if (out === undefined) {
    if (json) throw invalid('With --json the features need a file of their own: add --out FILE.')
    if (files.length > 1) throw invalid(`The features of ${files.length} files need a folder: add --out FOLDER.`)
    return [null]
  }
  if (files.length === 1 && ['.csv', '.npy'].includes(extname(out).toLowerCase())) return [resolve(out)]
  const targets = files.map((file) => resolve(join(out, `${basename(file, extname(file))}.${format}`)))
  const twice = targets.find((target, index) => targets.indexOf(target) !== index)
  if (twice !== undefined) {
    throw invalid(`Two of the files would both be written to ${twice}. Give them different names, or do one at a time.`)
  }
  return targets
}

const invalid = (sentence: string): CepstraError => new CepstraError('OPTIONS_INVALID', sentence)

function documentOf(done: readonly Done[]): unknown {
  const recipe = done.find(({ found }) => found !== null)?.found?.recipe ?? null
  return {
    recipe,
    files: done.map(({ path, out, found, error }) => ({
      ...{ path, out, error },
      ...(found ? { columns: found.columnNames, frames: found.frames, kept: found.kept } : {}),
      ...(found ? { sampleRateHz: found.sampleRateHz, frameSeconds: found.frameSeconds } : {}),
      ...(found ? { hopSeconds: found.hopSeconds, durationSeconds: found.durationSeconds } : {}),
      warnings: found?.warnings ?? [],
    })),
  }
}

function linesOf(done: readonly Done[]): string[] {
  const good = done.flatMap(({ out, found }) => (found ? [{ out, ...found }] : []))
  const frames = good.reduce((sum, found) => sum + found.frames, 0)
  return [
    `Wrote ${counted(frames, 'frame')} of ${counted(good[0]?.columnNames.length ?? 0, 'column')} from ${counted(good.length, 'file')}.`,
    ...table(
      ['file', 'frames', 'kept', 'hop ms', 'rate Hz'],
      good.map(({ out, frames, kept, hopSeconds, sampleRateHz }) => [
        out ?? '',
        frames,
        kept,
        Number((hopSeconds * 1000).toFixed(3)),
        sampleRateHz,
      ]),
    ),
    ...done.flatMap(({ path, error, found }) => [
      ...(error ? [`${path}: ${error.message}`] : []),
      ...(found?.warnings ?? []).map((warning) => `${path}: ${warning}`),
    ]),
  ]
}
