import type { FrameSource } from '../workers/frameSource'
import type { TrainingRecording } from './trainingSet'

/** The same recording with no more than its first `count` kept frames. */
export function firstFrames<Recording extends Pick<TrainingRecording, 'source' | 'keptCount'>>(
  recording: Recording,
  count: number,
): Recording {
  if (recording.keptCount <= count) return recording
  const { source } = recording
  const speech = source.speech.slice()
  let kept = 0
  for (let row = 0; row < speech.length; row++) {
    if (speech[row] === 0) continue
    if (kept >= count) speech[row] = 0
    kept++
  }
  const first: FrameSource = { ...source, speech }
  return { ...recording, source: first, keptCount: count }
}

/** As many recordings, from the first, as hold `count` kept frames, the last of them cut; all where they hold fewer. */
export function firstRecordings<Recording extends Pick<TrainingRecording, 'source' | 'keptCount'>>(
  recordings: readonly Recording[],
  count: number,
): Recording[] {
  const chosen: Recording[] = []
  let left = count
  for (const recording of recordings) {
    if (left <= 0) break
    chosen.push(firstFrames(recording, left))
    left -= recording.keptCount
  }
  return chosen
}
