import type { LevelMeasurement } from '../../audio/levelMeter'

/** A mean beyond this share of full scale comes from the hardware, and takes headroom. */
const mostOffset = 0.01
/** Below this ratio of signal to noise recognition of speech suffers plainly. */
const leastSnrDb = 10
/** A tone or a hum has no floor but its own soft stretches: what ends below this is not judged. */
const leastBandwidthHz = 1500
const frameSeconds = 0.025

/** What a person should know of a recording, as flags and a sentence for each, from its own measures alone. */
export function findTroubles(
  level: LevelMeasurement,
  bandwidthHz: number | null,
  durationSeconds: number,
): { flags: string[]; notes: string[] } {
  const flags: string[] = []
  const notes: string[] = []
  const find = (flag: string, note: string): void => {
    flags.push(flag)
    notes.push(note)
  }
  const { clippedSamples, firstClippedSeconds, dcOffset, snrDb } = level
  if (clippedSamples > 0) {
    const percent = ((100 * clippedSamples) / level.sampleCount).toPrecision(2)
    const where = (firstClippedSeconds ?? 0).toFixed(2)
    find(
      'clipped',
      `Clipped: ${clippedSamples} samples (${percent} %) are cut off at full scale, the first at ${where} s. ` +
        'Record with a lower gain.',
    )
  }
  if (Math.abs(dcOffset) > mostOffset) {
    const percent = (100 * dcOffset).toFixed(1)
    find('offset', `Its mean lies ${percent} % of full scale off zero, as faulty sound hardware does.`)
  }
  if (level.silent) find('silent', 'Nothing but silence: no model can learn from it.')
  else if (snrDb !== null && snrDb < leastSnrDb && bandwidthHz !== null && bandwidthHz >= leastBandwidthHz) {
    find('noisy', `Noisy: the sound stands only ${snrDb.toFixed(0)} dB above the noise, or hardly has a pause.`)
  }
  if (durationSeconds < 0.1) {
    const milliseconds = (durationSeconds * 1000).toPrecision(3)
    find('veryShort', `Only ${milliseconds} ms long; a frame alone takes ${frameSeconds * 1000} ms.`)
  }
  return { flags, notes }
}
