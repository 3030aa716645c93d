import { CepstraError } from '../../cepstraError'
import { deviationOf, mergeMoments, type ColumnMoments } from '../../features/columnMoments'
import type { Recipe } from '../../features/recipe'
import { batches } from '../batches'
import { inParallel } from '../inParallel'
import type { FrameSource } from '../workers/frameSource'
import { ensureFeatures, sourceOf } from './ensureFeatures'
import { extractTogether } from './extractTogether'
import type { ReadingContext } from './jobContext'

export interface StatisticsProgress {
  readonly done: number
  readonly total: number
}

/**
 * The recipe with normalization by the project: mean and standard deviation of each column (before stacking) over the kept
 * frames of all labeled training recordings, under the same recipe without normalization. Features that are missing for that
 * are computed and stay in the cache. Recordings are put together in the order of their contents, so that the numbers do
 * not depend on which thread was first; one that cannot be read is left out.
 *
 * @param among the ids of the recordings that count; all where it is absent.
 * @throws CepstraError NOTHING_TO_DO when the project has no rate yet or no labeled recording has a frame of sound.
 */
export async function measureStatistics(
  recipe: Recipe,
  threadCount: number,
  context: ReadingContext,
  tell: (progress: StatisticsProgress) => void,
  among?: ReadonlySet<number>,
): Promise<Recipe> {
  const { project, signal } = context
  const { sampleRateHz } = project
  const plain: Recipe = { ...recipe, normalization: 'none', projectStatistics: null, stacking: 0 }
  const labeled = project.recordings
    .all('training')
    .filter(({ label, id }) => label !== null && (among === undefined || among.has(id)))
  if (sampleRateHz === null || labeled.length === 0) throw nothingToMeasure()
  const frontEnd = { recipe: plain, sampleRateHz }
  const measured: { readonly key: string; readonly moments: ColumnMoments }[] = []
  let done = 0
  const parts = batches(labeled, threadCount, ({ bytes }) => bytes ?? 0)
  await inParallel(parts, { limit: threadCount * 2, signal }, async (part) => {
    await extractTogether(part, frontEnd, context)
    const keys: string[] = []
    const sources: FrameSource[] = []
    for (const recording of part) {
      const { facts, recording: current } = await ensureFeatures(recording, frontEnd, context)
      const source = sourceOf(facts)
      if (!source) continue
      keys.push(`${current.contentHash ?? ''} ${current.id}`)
      sources.push(source)
    }
    const moments = sources.length > 0 ? await context.run('measureColumns', { sources }) : []
    for (const [i, key] of keys.entries()) measured.push({ key, moments: moments[i] })
    done += part.length
    tell({ done, total: labeled.length })
  })
  if (measured.length === 0) throw nothingToMeasure()
  measured.sort((a, b) => (a.key < b.key ? -1 : 1))
  const { means, variances } = measured.map(({ moments }) => moments).reduce(mergeMoments)
  const deviations = Array.from(means, (mean, column) => deviationOf(mean, variances[column]))
  return { ...recipe, normalization: 'project', projectStatistics: { means: [...means], deviations } }
}

function nothingToMeasure(): CepstraError {
  return new CepstraError(
    'NOTHING_TO_DO',
    'There is nothing to measure: no recording has both a label and sound in it. Import labeled recordings, or label some.',
  )
}
