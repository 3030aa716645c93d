import { CepstraError, isCepstraError } from '../../cepstraError'
import { defaultRecipe } from '../../features/recipe'
import type { FoundFile } from '../../project/findAudioFiles'
import type { GivenShape } from '../workers/inspectGiven'
import type { ReadingContext } from './jobContext'

/** What most programs take. */
const usualHopSeconds = 0.01

/**
 * Makes an empty project one of features that another program made, with the columns and the hop of the first file that
 * can be read. Does nothing where it is one already.
 *
 * @throws CepstraError the first file's error where none can be read; OPTIONS_INVALID for a hop that is not the project's
 *   or beyond what a recipe can have.
 */
export async function settleGiven(
  files: readonly FoundFile[],
  hopSeconds: number | undefined,
  { project, run, signal }: Pick<ReadingContext, 'project' | 'run' | 'signal'>,
): Promise<void> {
  const { given, hopSeconds: settled } = project.recipe
  if (given) {
    if (hopSeconds !== undefined && Math.abs(hopSeconds - settled) > 1e-6) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `The features of this project are ${settled} s apart, not ${hopSeconds}. Import others into a project of their own.`,
      )
    }
    return
  }
  const shape = await firstShape(files, run, signal)
  const hop = shape.hopSeconds ?? hopSeconds ?? usualHopSeconds
  if (!(hop >= 0.001 && hop <= 0.2)) {
    throw new CepstraError('OPTIONS_INVALID', `Frames that are ${hop} s apart cannot be used; 0.001 to 0.2 s can.`)
  }
  const columnNames = shape.columnNames ?? Array.from({ length: shape.dimensions }, (_, i) => `f${i + 1}`)
  const frameSeconds = Math.max(hop, 0.005)
  project.recipe = { ...defaultRecipe, given: { columnNames: [...columnNames] }, hopSeconds: hop, frameSeconds }
}

async function firstShape(
  files: readonly FoundFile[],
  run: ReadingContext['run'],
  signal: AbortSignal,
): Promise<GivenShape> {
  let first: unknown
  for (const { path } of files) {
    try {
      return await run('describeGiven', path)
    } catch (error) {
      if (!isCepstraError(error) || signal.aborted) throw error
      first ??= error
    }
  }
  throw first
}
