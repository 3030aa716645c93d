/** The range in which pitch is looked for. A frame must hold two periods, so short frames raise the lower end. */
export const lowestPitchHz = 60
export const highestPitchHz = 500

/** The first dip of the normalized difference below this is the period (step 4 of the paper); without one, the deepest. */
const dipsBelow = 0.1

/** A frame whose deepest dip stays above this has no pitch: a fifth of its power does not repeat. */
const unvoicedAbove = 0.2

export interface Pitch {
  /** 0 where the frame has none. */
  readonly pitchHz: number
  /** How alike one period is to the next, 0 to 1: 1 less the cumulative mean normalized difference at the best lag. */
  readonly voicing: number
}

const unvoiced: Pitch = { pitchHz: 0, voicing: 0 }

/**
 * Pitch of the frame of `frameLength` samples from `start` on, by YIN (de Cheveigné and Kawahara, J. Acoust. Soc. Am. 111,
 * 2002): the difference function of equation 6, its cumulative mean normalized form (equation 8), the first dip of
 * which below a threshold is the period (the deepest where none is), refined by a parabola through the difference function.
 *
 * It looks at the frame alone. Half of the frame is the longest lag, so the lowest pitch found is 60 Hz or two periods
 * a frame, whichever is higher: 80 Hz for 25 ms. A tone above 500 Hz is found as a fraction of itself. The volume and a
 * constant offset make no difference.
 */
export function pitchFinder(
  frameLength: number,
  sampleRateHz: number,
): (samples: Float32Array, start: number) => Pitch {
  const shortest = Math.max(2, Math.floor(sampleRateHz / highestPitchHz))
  // One lag more than is asked for, so that the last has a neighbor for its parabola.
  const longest = Math.min(Math.ceil(sampleRateHz / lowestPitchHz), (frameLength >> 1) - 1)
  const span = frameLength - longest - 1
  if (longest <= shortest) return () => unvoiced
  const differences = new Float64Array(longest + 2)
  const normalized = new Float64Array(longest + 2)
  return (samples, start) => {
    let sum = 0
    normalized[0] = 1
    for (let lag = 1; lag <= longest + 1; lag++) {
      // The two stretches that are compared lie about the middle of the frame at every lag.
      const from = start + ((frameLength - span - lag) >> 1)
      let difference = 0
      for (let i = from; i < from + span; i++) {
        const change = samples[i] - samples[i + lag]
        difference += change * change
      }
      differences[lag] = difference
      sum += difference
      normalized[lag] = sum > 0 ? (difference * lag) / sum : 1
    }
    if (sum === 0) return unvoiced
    const dip = firstDip(normalized, shortest, longest)
    const voicing = Math.min(1, Math.max(0, 1 - normalized[dip]))
    if (normalized[dip] > unvoicedAbove) return { pitchHz: 0, voicing }
    return { pitchHz: sampleRateHz / (dip + vertex(differences, dip)), voicing }
  }
}

/** The bottom of the first dip below the threshold, or of the deepest where none is. */
function firstDip(normalized: Float64Array, shortest: number, longest: number): number {
  let deepest = shortest
  for (let lag = shortest; lag <= longest; lag++) {
    if (normalized[lag] <= dipsBelow) {
      while (lag < longest && normalized[lag + 1] < normalized[lag]) lag++
      return lag
    }
    if (normalized[lag] < normalized[deepest]) deepest = lag
  }
  return deepest
}

/** Where between -1 and 1 about `at` the parabola through three neighbors has its bottom. */
function vertex(values: Float64Array, at: number): number {
  const [before, middle, after] = [values[at - 1], values[at], values[at + 1]]
  const bend = before - 2 * middle + after
  return bend > 0 ? Math.min(1, Math.max(-1, (before - after) / (2 * bend))) : 0
}
