/** How far the loud frames must stand above the quiet ones before anything is dropped. */
const leastRangeDb = 12
/** The threshold stands this share of the range above the noise floor, and at least `leastMarginDb`. */
const shareOfRange = 0.2
const leastMarginDb = 6
/** Nothing this far below the loud frames is taken for speech, however low the noise floor. */
const reachDb = 40

/**
 * Marks the frames of one recording that hold sound: 1 kept, 0 dropped.
 *
 * `variances` is each frame's mean square about its own mean, on any scale: only ratios count, so that the volume of a
 * recording changes nothing. The rule:
 * - frames without any variation (exact digital silence) are always dropped and take no part in what follows;
 * - the noise floor is the 10th percentile of the frames' levels in decibels, the sound's level their 99th;
 * - where the two are less than 12 dB apart nothing stands out (all speech, a tone, steady noise): every frame is kept;
 * - otherwise the threshold lies a fifth of the way from floor to level, at least 6 dB above the floor, and no more
 *   than 40 dB below the level;
 * - frames at or above the threshold are kept, and so are the `hangOverFrames` after each of them, so that soft endings
 *   are not clipped.
 */
export function voiceActivity(variances: Float64Array, hangOverFrames: number): Uint8Array {
  const kept = keepSound(variances)
  const levels = Float64Array.from(
    variances.filter((variance) => variance > 0),
    decibels,
  ).sort()
  if (levels.length === 0) return kept

  const floorDb = levels[Math.floor(0.1 * (levels.length - 1))]
  const levelDb = levels[Math.ceil(0.99 * (levels.length - 1))]
  const rangeDb = levelDb - floorDb
  if (rangeDb < leastRangeDb) return kept

  const thresholdDb = Math.max(floorDb + Math.max(leastMarginDb, shareOfRange * rangeDb), levelDb - reachDb)
  let left = 0
  for (let i = 0; i < variances.length; i++) {
    if (kept[i] === 0) {
      left = Math.max(0, left - 1)
      continue
    }
    if (decibels(variances[i]) >= thresholdDb) {
      left = hangOverFrames
    } else if (left > 0) {
      left--
    } else {
      kept[i] = 0
    }
  }
  return kept
}

/** Marks every frame that varies at all: what is kept where voice activity is switched off. */
export function keepSound(variances: Float64Array): Uint8Array {
  return Uint8Array.from(variances, (variance) => (variance > 0 ? 1 : 0))
}

function decibels(power: number): number {
  return 10 * Math.log10(power)
}
