import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeWav } from '../../src/audio/wav'
import { framing } from '../../src/features/framing'
import { presetRecipe } from '../../src/features/presets'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { relativeDifference } from '../../src/features/watchedAnalyzer'
import { openFrameThread, inStep, type FrameThread } from './frameThread'
import { numpyFeatures } from './numpyFeatures'
import { sampleSpeech } from './sampleSpeech'

const speechSeconds = 120
/** Meyda gets less, since it takes more than its share of the time. */
const meydaSeconds = 10
const hopSeconds = 0.01
/** Cepstra may differ from Meyda's by this much, relative to the frame's largest. */
const tolerance = 1e-5

/** Frames a second of one way at one rate. */
export interface FrameRate {
  readonly sampleRateHz: number
  readonly way: string
  readonly columns: number
  readonly oneCore: number
  /** Null where only one core can be used. */
  readonly bothCores: number | null
  readonly timesMeyda: number
  readonly bothTimesMeyda: number | null
  /** What we set out for, times Meyda on one core. */
  readonly wanted: { readonly oneCore: number; readonly bothCores?: number } | null
}

interface Way {
  readonly name: string
  readonly recipe: Recipe
  readonly columns: number
  readonly wanted: { readonly oneCore: number; readonly bothCores?: number }
}

/**
 * Frames a second by `Meyda.extract` frame after frame, as its users call it, and by our front end: the same numbers, the
 * default recipe, and that with deltas and voice activity, on one core and on two, all in turns, the best of `rounds`.
 *
 * @throws Error where our numbers are not Meyda's.
 */
export async function frameRates(rounds: number, folder: string, withNumpy: boolean): Promise<FrameRate[]> {
  const ours = await Promise.all([openFrameThread(), openFrameThread()])
  try {
    const rates: FrameRate[] = []
    for (const sampleRateHz of [8000, 16_000, 48_000]) {
      console.error(`${sampleRateHz} Hz ...`)
      // Meyda keeps its settings and its filters in its module, so each rate has a thread with a Meyda of its own.
      const meyda = await openFrameThread()
      try {
        rates.push(...(await ratesAt(sampleRateHz, meyda, ours, rounds)))
      } finally {
        await meyda.close()
      }
      if (!withNumpy) continue
      const path = join(folder, `speech-${sampleRateHz}.wav`)
      writeFileSync(path, encodeWav(await sampleSpeech(speechSeconds, sampleRateHz), sampleRateHz))
      const { frames, computing } = numpyFeatures(path, rounds)
      const [{ oneCore: byMeyda }] = rates.filter((rate) => rate.sampleRateHz === sampleRateHz)
      rates.push({
        ...{ sampleRateHz, way: 'numpy, as python_speech_features', columns: 13, oneCore: frames / computing },
        ...{ bothCores: null, timesMeyda: frames / computing / byMeyda, bothTimesMeyda: null, wanted: null },
      })
    }
    return rates
  } finally {
    await Promise.all(ours.map((thread) => thread.close()))
  }
}

async function ratesAt(
  sampleRateHz: number,
  meyda: FrameThread,
  ours: readonly FrameThread[],
  rounds: number,
): Promise<FrameRate[]> {
  const { fftLength: frameLength } = framing(defaultRecipe, sampleRateHz)
  const ways = waysAt(sampleRateHz, frameLength)
  const samples = await sampleSpeech(speechSeconds, sampleRateHz)
  const forMeyda = samples.subarray(0, meydaSeconds * sampleRateHz)
  const byMeyda = { meyda: { frameLength, hop: hopSeconds * sampleRateHz } }
  let meydaRate = 0
  const best = ways.map(() => ({ oneCore: 0, bothCores: 0 }))
  for (let round = 0; round < rounds; round++) {
    const reference = await inStep([meyda], { samples: forMeyda, sampleRateHz, by: byMeyda })
    meydaRate = Math.max(meydaRate, reference.framesPerSecond)
    for (const [i, { recipe }] of ways.entries()) {
      const work = { samples, sampleRateHz, by: { recipe } }
      const one = await inStep(ours.slice(0, 1), work)
      const both = await inStep(ours, work)
      best[i].oneCore = Math.max(best[i].oneCore, one.framesPerSecond)
      best[i].bothCores = Math.max(best[i].bothCores, both.framesPerSecond)
      const difference = i === 0 ? relativeDifference(one.first, reference.first) : 0
      if (!(difference <= tolerance)) throw new Error(`Our numbers differ from Meyda's by a relative ${difference}.`)
    }
  }
  const asItIs: FrameRate = {
    ...{ sampleRateHz, way: "Meyda.extract('mfcc')", columns: 13, oneCore: meydaRate, bothCores: null },
    ...{ timesMeyda: 1, bothTimesMeyda: null, wanted: null },
  }
  return [
    asItIs,
    ...ways.map(({ name, columns, wanted }, i) => ({
      ...{ sampleRateHz, way: name, columns, wanted, ...best[i] },
      ...{ timesMeyda: best[i].oneCore / meydaRate, bothTimesMeyda: best[i].bothCores / meydaRate },
    })),
  ]
}

function waysAt(sampleRateHz: number, frameLength: number): Way[] {
  const fast = { oneCore: 20, bothCores: 38 }
  const same = { ...presetRecipe('meyda', sampleRateHz), frameSeconds: frameLength / sampleRateHz, hopSeconds }
  const bare: Recipe = { ...defaultRecipe, deltas: 0, voiceActivity: 'none' }
  const all: Recipe = { ...defaultRecipe, deltas: 2, voiceActivity: 'adaptiveEnergy' }
  return [
    { name: "Meyda's numbers", recipe: same, columns: 13, wanted: fast },
    { name: 'default recipe, cepstra alone', recipe: bare, columns: 19, wanted: fast },
    { name: 'default recipe, deltas and voice activity', recipe: all, columns: 57, wanted: { oneCore: 12 } },
  ]
}
