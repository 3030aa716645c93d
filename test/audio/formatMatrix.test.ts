import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { Resampler } from '../../src/audio/resampler'
import type { Signal } from '../../src/audio/signal'
import { encodeWav } from '../../src/audio/wav'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'
import type { BankMixture } from '../../src/recognition/bank'
import { meanScores } from '../../src/recognition/scoreFrames'
import { fitLabelSteps } from '../../src/recognition/trainLabel'
import { chooseVarianceFloor, type LabelRecordings } from '../../src/recognition/varianceFloor'
import { encode, encodings, missingTool } from './encodings'
import { scratchFolder } from './scratchFolder'
import { largestDifference } from './tone'
import { correlation, speech, speechRateHz } from './speech'

const voices = ['agnes', 'boris', 'susan', 'walter']
const speaker = 'susan'
const scratch = scratchFolder()

function resampled(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples
  const resampler = new Resampler(fromHz, toHz)
  const parts = [resampler.push(samples), resampler.finish()]
  return Float32Array.from(parts.flatMap((part) => [...part]))
}

const framesOf = (signal: Signal) => speechFrames(extractFeatures(signal, defaultRecipe))

async function bankAt(sampleRateHz: number): Promise<BankMixture[]> {
  const training: LabelRecordings[] = []
  for (const label of voices) {
    const samples = resampled(await speech(label, [1, 2, 3, 4]), speechRateHz, sampleRateHz)
    training.push({ label, recordings: [framesOf({ samples, sampleRateHz })] })
  }
  const floor = chooseVarianceFloor(training, { components: 8 })
  return training.map(({ label, recordings }) => {
    const steps = fitLabelSteps(label, recordings[0], { components: 8, maxIterations: 15, floor })
    let step = steps.next()
    while (!step.done) step = steps.next()
    return step.value
  })
}

describe('the same speech in every encoding', () => {
  let original = new Float32Array(0)
  let wav = ''
  const banks = new Map<number, BankMixture[]>()

  beforeAll(async () => {
    original = Float32Array.from((await speech(speaker, [6, 7, 8])).subarray(0, 5 * speechRateHz))
    expect(original.length).toBe(5 * speechRateHz)
    wav = join(scratch.path, 'original.wav')
    writeFileSync(wav, encodeWav(original, speechRateHz))
    for (const rateHz of [8000, speechRateHz]) banks.set(rateHz, await bankAt(rateHz))
  })

  test.for(encodings)('$file is as long, the same wave and the same voice', async (encoding, { skip }) => {
    const missing = missingTool(encoding)
    skip(missing !== null, missing ?? '')
    const path = encode(encoding, wav, scratch.path)
    const { format, rateHz = speechRateHz, frame = 1 } = encoding
    const stream = await openAudio(path)
    await stream.close()
    expect(stream).toMatchObject({ format, sourceRateHz: rateHz })

    const own = await decodeAudio(path)
    expect(own.warnings).toEqual([])
    expect(Math.abs(own.samples.length - 5 * rateHz)).toBeLessThanOrEqual(frame)
    if (encoding.exact) {
      expect(own.samples.length).toBe(original.length)
      expect(largestDifference(own.samples, original)).toBe(0)
    }

    // Telephone speech lacks the upper half of the band; it is compared with what is left of the original there.
    const commonHz = Math.min(rateHz, speechRateHz)
    const heard = rateHz === commonHz ? own : await decodeAudio(path, { sampleRateHz: commonHz })
    const expected = resampled(original, speechRateHz, commonHz)
    expect(correlation(heard.samples, expected)).toBeGreaterThan(0.999)

    const mixtures = banks.get(commonHz) ?? []
    const scores = meanScores({ mixtures }, framesOf(heard))
    expect(mixtures[scores.indexOf(Math.max(...scores))].label).toBe(speaker)
  })
})
