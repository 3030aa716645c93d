import { CepstraError } from '../../cepstraError'
import { foldAsking, type SplitFold, type SplitRecording } from './splitPlan'

/** Which part of a given split each recording is in: `training`, `test`, a fold of some other name, or null for none. */
export type PartOf = (recording: SplitRecording) => string | null

const trainingNames = ['train', 'training']
const testNames = ['test', 'testing', 'eval', 'evaluation']

/**
 * Folds as somebody told them. Parts named train and test make one fold, parts of other names, as "dev", are left out then;
 * without a part named test, each part is asked about in turn by mixtures of all others.
 *
 * Copies of a test recording are taken out of the training; how many they were is told.
 *
 * @throws CepstraError OPTIONS_INVALID where there is nothing on one of the sides.
 */
export function givenFolds(
  recordings: readonly SplitRecording[],
  partOf: PartOf,
): { folds: SplitFold[]; warnings: string[] } {
  const parts = new Map<string, SplitRecording[]>()
  for (const recording of recordings) {
    const part = partOf(recording)?.trim().toLowerCase() ?? ''
    if (part === '') continue
    const name = trainingNames.includes(part) ? 'training' : testNames.includes(part) ? 'test' : part
    parts.set(name, [...(parts.get(name) ?? []), recording])
  }
  const [test, training] = [parts.get('test'), parts.get('training')]
  const told = [...parts].map(([name, list]) => `"${name}" (${list.length})`).sort()
  if (test ? !training : parts.size < 2 || training !== undefined) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `A given split needs recordings to train on and recordings to ask about; there ${told.length === 0 ? 'are none of either' : `is only ${told.join(', ')}`}. ` +
        'Name them by a column "split" (train, test) or "fold" of the CSV of labels, or by two lists of folders.',
    )
  }
  const sides: readonly (readonly [SplitRecording[], SplitRecording[]])[] =
    test && training
      ? [[test, training]]
      : [...parts.keys()].sort().map((name) => {
          const others = [...parts].flatMap(([other, list]) => (other === name ? [] : list))
          return [parts.get(name) ?? [], others] as const
        })
  const folds = sides.map(([asked, others]) => foldAsking(asked, others))
  const copies = folds.reduce((sum, { trainingIds }, i) => sum + sides[i][1].length - trainingIds.length, 0)
  const warnings =
    copies === 0
      ? []
      : [
          `${copies === 1 ? 'A recording' : `${copies} recordings`} to train on ${copies === 1 ? 'is a copy' : 'are copies'} of one to ask about, and ${copies === 1 ? 'was' : 'were'} not trained on.`,
        ]
  return { folds, warnings }
}
