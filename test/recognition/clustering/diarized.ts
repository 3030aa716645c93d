import { extractFeatures } from '../../../src/features/extractFeatures'
import { middleSeconds } from '../../../src/features/framing'
import { defaultRecipe } from '../../../src/features/recipe'
import { speechFrames } from '../../../src/features/speechFrames'
import { framesInMemory } from '../../../src/mixture/frameSource'
import { clusteredSegments } from '../../../src/recognition/clustering/clusteredSegments'
import { clusterSpeech, type ClusterOptions } from '../../../src/recognition/clustering/clusterSpeech'
import type { SpeechRecording } from '../../../src/recognition/clustering/speechMaterial'
import { diarizationError, type DiarizationError } from '../../../src/recognition/figures/diarizationError'
import type { Conversation } from './conversations'

/** What is heard as a recording to be grouped, by the default recipe. */
export function asRecording(talk: Conversation): { recording: SpeechRecording; speech: Uint8Array } {
  const matrix = extractFeatures(talk, defaultRecipe)
  const frames = speechFrames(matrix)
  const open: SpeechRecording['open'] = () => ({ ...framesInMemory(frames), close: () => undefined })
  return { recording: { keptCount: frames.count, open }, speech: matrix.speech }
}

/** Groups the voices of a conversation, and tells how far that is from who speaks when: with a collar of 0.25 s and without. */
export function diarized(
  talk: Conversation,
  options: Omit<ClusterOptions, 'hopSeconds'>,
): { clusterCount: number; error: DiarizationError; strict: DiarizationError } {
  const { recording, speech } = asRecording(talk)
  const { hopSeconds } = defaultRecipe
  const { clusterCount, stretches } = clusterSpeech([recording], { ...options, hopSeconds })
  const times = { hopSeconds, firstMiddleSeconds: middleSeconds(defaultRecipe), speech: [speech] }
  const answer = clusteredSegments(stretches, times).map((segment) => ({ ...segment, voice: String(segment.cluster) }))
  const errorAt = (collar: number): DiarizationError => diarizationError(talk.turns, answer, collar)
  return { clusterCount, error: errorAt(0.25), strict: errorAt(0) }
}
