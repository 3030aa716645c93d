import type { MessagePort } from 'node:worker_threads'
import { spectrogram } from '../../features/spectrogram'
import { decodeStretch, type StretchInput } from './decodeStretch'

export interface DrawSpectrogramInput extends StretchInput {
  readonly frameSeconds: number
  readonly hopSeconds: number
  readonly port?: MessagePort
}

const bins = 128

/** Levels of a stretch over time and frequency, for looking at. */
export async function drawSpectrogram(input: DrawSpectrogramInput) {
  const { sampleRateHz, frameSeconds, hopSeconds } = input
  const decoded = await decodeStretch(input)
  return { decoded, ...spectrogram({ samples: decoded.samples, sampleRateHz }, { frameSeconds, hopSeconds, bins }) }
}
