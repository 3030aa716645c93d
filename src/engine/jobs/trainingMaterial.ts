import { createHash } from 'node:crypto'
import { recipeHash } from '../../features/recipeHash'
import type { BankMaterial } from '../../project/bankStore'
import type { RelativeFloor } from '../../recognition/trainLabel'
import type { FrontEnd } from './ensureFeatures'
import type { LabelToFit } from './fitLabels'
import type { RequestOf } from './jobContext'
import type { TrainingSet } from './trainingSet'

/** What a bank keeps of its training `request` and of the recordings that its mixtures are fitted to, label by label. */
export function materialOf(
  labels: readonly LabelToFit[],
  frontEnd: FrontEnd,
  { pooledVariance }: Pick<RelativeFloor, 'pooledVariance'>,
  request: object,
): BankMaterial {
  return {
    request,
    pooledVariance,
    labels: labels.map((label) => ({
      label: label.label,
      recordings: label.recordings.length,
      digest: digestOf(label, frontEnd),
      contents: [...new Set(label.recordings.map(({ contentHash }) => contentHash))],
    })),
  }
}

/**
 * Tells the material of a label from any other: the contents of its recordings, which of their frames are kept, and the
 * front end. Copies count, as they do for the mixture; names and places of files do not.
 */
export function digestOf({ recordings }: LabelToFit, { recipe, sampleRateHz }: FrontEnd): string {
  const parts = recordings.map(({ contentHash, source }) => {
    const kept = createHash('sha256').update(source.speech).digest('hex')
    return `${contentHash} ${kept}`
  })
  const digest = createHash('sha256').update(recipeHash(recipe, sampleRateHz))
  for (const part of parts.sort()) digest.update(`\n${part}`)
  return digest.digest('hex')
}

/** The labels that a bank's training was asked for, as far as they are still there; null: all there are. */
export function wantedLabels(material: BankMaterial | null, { labels }: Pick<TrainingSet, 'labels'>): string[] | null {
  const wanted = (material?.request as Partial<RequestOf<'train'>> | undefined)?.labels
  const left = wanted?.filter((label) => labels.includes(label)) ?? []
  return left.length > 0 ? left : null
}
