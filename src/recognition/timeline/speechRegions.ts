/** The frames [first, after). */
export interface FrameRange {
  readonly first: number
  readonly after: number
}

/**
 * Where a recording is not silent: its kept frames, and the dropped ones between them where fewer than `leastSilence`
 * follow each other. A region begins and ends with a kept frame, or stands at an end of the recording that is no
 * silence.
 *
 * @param speech one entry a frame, 0 where voice activity dropped it
 * @param leastSilence frames, at least 1
 */
export function speechRegions(speech: Uint8Array, leastSilence: number): FrameRange[] {
  const regions: FrameRange[] = []
  let first = -1
  let after = 0
  for (let frame = 0; frame < speech.length; frame++) {
    if (speech[frame] === 0) continue
    if (first < 0) first = frame < leastSilence ? 0 : frame
    else if (frame - after >= leastSilence) {
      regions.push({ first, after })
      first = frame
    }
    after = frame + 1
  }
  if (first >= 0) regions.push({ first, after: speech.length - after < leastSilence ? speech.length : after })
  return regions
}
