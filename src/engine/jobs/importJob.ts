import { recipeHash } from '../../features/recipeHash'
import { labeler, placer } from '../../project/labelRule'
import { batches } from '../batches'
import { counted } from '../counted'
import { inParallel } from '../inParallel'
import { findRecordings, nothingFound } from './findRecordings'
import type { JobWork } from './jobContext'
import { settleGiven } from './settleGiven'
import { settleSampleRate } from './settleSampleRate'
import { takeIn, type FeaturesOnTheWay } from './takeIn'

/** Takes files and folders into the project: reads each once, measures it, labels it. */
export const importRecordings: JobWork<'import'> = async (request, context) => {
  const labelOf = labeler(request.labels)
  const placeOf = placer(request.labels)
  const found = await findRecordings(request.paths, context.project, context.run, request.labels)
  const { files, given, skipped } = found
  if (files.length === 0) throw nothingFound(request.paths, found)
  if (given) await settleGiven(files, request.hopSeconds, context)
  context.title(`Import ${counted(files.length, 'recording')}`)
  context.count(files.length, 'recordings')
  let unlabeled = 0
  let unreadable = 0
  let toldAt = 0
  const { signal, pool } = context
  const batched = batches(files, pool.threadCount, ({ bytes }) => bytes)
  // Without a rate of the project's own the first recordings that are read decide, which is what most have in the end.
  const { recipe, sampleRateHz } = context.project
  const rates = new Set<number>()
  const onTheWay = (): FeaturesOnTheWay => ({
    recipe,
    sampleRateHz: sampleRateHz ?? [...rates].at(0) ?? null,
    made: (rateHz) => rates.add(rateHz),
  })
  await inParallel(batched, { limit: pool.threadCount * 2, signal }, async (part) => {
    const taken = await takeIn(part, request.role, labelOf, context, onTheWay())
    if (placeOf) context.project.places.keep(taken.map(({ id, path }) => ({ id, ...placeOf(path) })))
    for (const recording of taken) {
      if (recording.label === null) unlabeled++
      if (!recording.flags.includes('unreadable')) continue
      unreadable++
      context.fileError()
    }
    context.advance(part.length)
    if (Date.now() - toldAt > 500) {
      toldAt = Date.now()
      context.changed('recordings')
    }
  })
  settleSampleRate(context.project)
  for (const rateHz of rates) {
    if (rateHz !== context.project.sampleRateHz) context.project.features.removePacks(recipeHash(recipe, rateHz))
  }
  context.changed('recordings')
  context.changed('features')
  context.changed('project')
  const parts = [`${counted(files.length, 'recording')} imported`]
  if (unreadable > 0) parts.push(`${unreadable} of them cannot be read`)
  if (unlabeled > 0 && request.role === 'training')
    parts.push(`${unlabeled} ${unlabeled === 1 ? 'has' : 'have'} no label yet`)
  if (skipped.length > 0) parts.push(`${counted(skipped.length, 'other file')} skipped`)
  return { outcome: `${parts.join('; ')}.` }
}
