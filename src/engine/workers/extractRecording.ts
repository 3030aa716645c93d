import type { MessagePort } from 'node:worker_threads'
import { openAudio } from '../../audio/openAudio'
import { FeatureExtractor, type TakeRows } from '../../features/extractor'
import type { Recipe } from '../../features/recipe'
import type { FeatureFacts } from '../../project/featureStore'
import { notWritable } from '../../project/notWritable'
import { openFeatureWriter, unfinishedPath, type FeatureWriter } from '../../project/featureWriter'
import { readGivenFeatures, type GivenFeatures } from './readGivenFeatures'

export interface ExtractInput {
  readonly path: string
  readonly recipe: Recipe
  readonly sampleRateHz: number
  /** Where the features go; written whole or not at all. */
  readonly target: string
  readonly port?: MessagePort
}

/** Streams one recording through the front end into the cache; the port hears the seconds of audio done so far. */
export async function extractRecording({
  path,
  recipe,
  sampleRateHz,
  target,
  port,
}: ExtractInput): Promise<FeatureFacts> {
  if (recipe.given) return keepGiven(readGivenFeatures(path, recipe.given.columnNames.length), target)
  const audio = await openAudio(path, { sampleRateHz })
  let extractor: FeatureExtractor | undefined
  let writer: FeatureWriter | undefined
  try {
    const take: TakeRows = (rows, count) => writer?.push(rows, count)
    extractor = new FeatureExtractor(recipe, sampleRateHz, take, { scratchPath: () => unfinishedPath(target) })
    writer = openFeatureWriter(target, extractor.dimensions)
    let samples = 0
    for await (const block of audio.blocks()) {
      extractor.push(block)
      samples += block.length
      port?.postMessage(samples / sampleRateHz)
    }
    const { frameCount, speech } = extractor.finish()
    writer.finish()
    let keptCount = 0
    for (const flag of speech) keptCount += flag
    const warnings = [...audio.warnings, ...extractor.warnings]
    return { frameCount, keptCount, speech, warnings, error: null }
  } catch (error) {
    // A disk that is full says so of the scratch file too.
    throw notWritable('Features', target, error)
  } finally {
    writer?.close()
    extractor?.close()
    await audio.close()
  }
}

function keepGiven({ data, dimensions, facts }: GivenFeatures, target: string): FeatureFacts {
  const writer = openFeatureWriter(target, dimensions)
  try {
    writer.push(data, facts.frameCount)
    writer.finish()
  } finally {
    writer.close()
  }
  return facts
}
