import { resolve, sep } from 'node:path'
import { CepstraError } from '../../cepstraError'
import type { PartOf } from '../../recognition/splits/givenFolds'
import { planSplit } from '../../recognition/splits/planSplit'
import type { SplitPlan, SplitRecording } from '../../recognition/splits/splitPlan'
import type { JobContext, RequestOf } from './jobContext'
import { recordingOfPart } from './spanMaterial'
import type { TrainingRecording } from './trainingSet'

/**
 * Which recordings of a project an evaluation asks about, and which others it trains on then.
 *
 * @throws CepstraError OPTIONS_INVALID where the recordings do not allow what is asked for.
 */
export function evaluationSplit(
  { split, folds, group, seed }: RequestOf<'evaluate'>,
  recordings: readonly TrainingRecording[],
  { project }: Pick<JobContext, 'project'>,
): SplitPlan {
  const places = project.places.all()
  const placeOf = (id: number) => places.get(recordingOfPart(id))
  const placed = recordings.map(({ id, label, contentHash }): SplitRecording => {
    return { id, label, contentHash, session: placeOf(id)?.session ?? null }
  })
  switch (split.kind) {
    case 'folds':
      return planSplit(placed, { group, seed, by: folds })
    case 'leaveOneGroupOut':
      return planSplit(placed, { group, seed, by: null })
    case 'given': {
      const { train, test } = split
      const told: PartOf = ({ id }) => placeOf(id)?.split ?? null
      const listed = train || test ? listedPart(train, test) : null
      const by: PartOf = listed ? ({ id }) => listed(placeOf(id)?.path ?? '') : told
      return planSplit(placed, { group, seed, by })
    }
  }
}

/** The part that lists of files and folders put a path in. With a single list, all others are on the other side. */
function listedPart(
  train: readonly string[] | null,
  test: readonly string[] | null,
): (path: string) => 'train' | 'test' | null {
  const isIn = (places: readonly string[], path: string): boolean =>
    places.some((place) => path === resolve(place) || path.startsWith(`${resolve(place)}${sep}`))
  return (path) => {
    const asked = test ? isIn(test, path) : !isIn(train ?? [], path)
    const learned = train ? isIn(train, path) : !asked
    if (asked && learned) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `${path} is in both lists, of what to train on and of what to ask about. Leave it out of one.`,
      )
    }
    return asked ? 'test' : learned ? 'train' : null
  }
}
