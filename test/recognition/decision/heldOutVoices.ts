import { seededRandom } from '../../../src/mixture/random'
import type { HeldOutFold, HeldOutTrial } from '../../../src/recognition/heldOut'

export interface VoicesOptions {
  readonly labels?: readonly string[]
  /** Labels that are heard but have no mixture. */
  readonly strangers?: readonly string[]
  readonly recordingsALabel?: number
  /** By how much the likelihood under the right label is higher, and how much labels and recordings differ, in nats. */
  readonly lead?: number
  readonly labelSpread?: number
  readonly recordingSpread?: number
  readonly noise?: number
  readonly background?: boolean
  readonly seed?: number
}

/**
 * Held-out scores as three folds of a bank would give them: each recording has a level of its own, each label is somewhat
 * more or less like all others, and the right one is ahead.
 */
export function heldOutVoices({
  labels = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay'],
  strangers = [],
  recordingsALabel = 30,
  lead = 6,
  labelSpread = 1,
  recordingSpread = 2,
  noise = 1,
  background = false,
  seed = 1,
}: VoicesOptions = {}): HeldOutFold[] {
  const random = seededRandom(seed)
  const levels = labels.map(() => labelSpread * random.normal())
  const trials = [...labels, ...strangers].flatMap((truth) => {
    const alike = labels.map(() => labelSpread * random.normal())
    return Array.from({ length: recordingsALabel }, (): HeldOutTrial => {
      const level = -60 + recordingSpread * random.normal()
      const likelihoods = labels.map(
        (label, l) => level + levels[l] + alike[l] + noise * random.normal() + (label === truth ? lead : 0),
      )
      const frameCount = 50 + random.index(100)
      // Blunt, so that it goes with the level of the recording, whoever is left out.
      const pooled = level - 1 + noise * random.normal()
      const pooledWithout = labels.map(() => pooled)
      if (!background) return { truth, base: { likelihoods, pooled, background: null, frameCount }, pooledWithout }
      const [heard, unheard] = [level + 3 + noise * random.normal(), level + 1 + noise * random.normal()]
      const without = [...labels, ...strangers].map((label) => ({ background: label === truth ? unheard : heard }))
      return { truth, base: { likelihoods, pooled, background: heard, frameCount }, pooledWithout, without }
    })
  })
  const backgroundGroups = [...labels, ...strangers].map((label) => [label])
  return [0, 1, 2].map((fold) => ({
    labels,
    trials: trials.filter((_, i) => i % 3 === fold),
    ...(background ? { backgroundGroups } : {}),
  }))
}
