import type { MessagePort } from 'node:worker_threads'
import { extractFeatures } from '../../features/extractFeatures'
import type { ExtraColumn, Recipe } from '../../features/recipe'
import { decodeStretch, type StretchInput } from './decodeStretch'

export interface TraceColumnsInput extends StretchInput {
  readonly recipe: Recipe
  readonly extras: readonly ExtraColumn[]
  readonly port?: MessagePort
}

/** Extra columns of a stretch under the frames of a recipe, by themselves and as they are measured. */
export async function traceColumns(input: TraceColumnsInput) {
  const { recipe, sampleRateHz, extras } = input
  const decoded = await decodeStretch(input)
  const signal = { samples: decoded.samples, sampleRateHz }
  const { data, frameCount, columnNames } = extractFeatures(signal, { ...recipe, ...alone, extras: [...extras] })
  return { decoded, names: [...columnNames], values: data, frameCount }
}

/** Nothing else than extras. */
const alone = {
  coefficients: 1,
  energy: 'none',
  deltas: 0,
  stacking: 0,
  dynamicRangeDb: 0,
  normalization: 'none',
  projectStatistics: null,
  voiceActivity: 'none',
} as const
