import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import type { Frames } from '../../src/mixture/frames'
import { seededRandom } from '../../src/mixture/random'
import type { BankMixture } from '../../src/recognition/bank'

const data = process.env['CEPSTRA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']

export const sampleRateHz = 8000
export const components = 32

/** Takes that voices are made of, and those that the recording to be labeled is made of. */
const learnedTakes = [5, 6, 7, 8]
const askedTakes = Array.from({ length: 40 }, (_, i) => 10 + i)

/** How a voice differs from that of its speaker: its speed, and how much of each sample is taken off the next one. */
interface Voice {
  readonly speaker: string
  readonly speed: number
  readonly tilt: number
}

/** Whether the spoken digits lie where tests look for them too. */
export function hasSpokenDigits(): boolean {
  return existsSync(folder)
}

/**
 * Mixtures of so many voices: the six speakers of the spoken digits as they are, then each again and again faster or
 * slower and brighter or darker. The first ones are the same whatever the number. `heard` is told of each.
 */
export async function manyVoices(
  count: number,
  heard: (done: number) => void,
): Promise<{ readonly mixtures: BankMixture[]; readonly frames: Frames }> {
  const recorded = new Map<string, Float32Array>()
  for (const speaker of speakers) recorded.set(speaker, await spokenBy(speaker, learnedTakes))
  const random = seededRandom(1)
  const mixtures: BankMixture[] = []
  let first: Frames | null = null
  for (let i = 0; i < count; i++) {
    const speaker = speakers[i % speakers.length]
    const [speed, tilt] = i < speakers.length ? [1, 0] : [2 ** (random.uniform() - 0.5), 1.5 * random.uniform() - 0.6]
    const samples = changed(recorded.get(speaker)!, { speaker, speed, tilt })
    const frames = speechFrames(extractFeatures({ samples, sampleRateHz }, defaultRecipe))
    first ??= frames
    const varianceFloor = new Float64Array(frames.dimensions).fill(0.01)
    const { mixture, lowerBounds, converged } = fitMixture(frames, { components, varianceFloor, maxIterations: 15 })
    const label = i < speakers.length ? speaker : `${speaker} ${speed.toFixed(2)} ${tilt.toFixed(2)}`
    mixtures.push({ label: `${label} #${i}`, mixture, frameCount: frames.count, lowerBounds, converged, findings: [] })
    heard(i + 1)
  }
  return { mixtures, frames: first! }
}

/** So many seconds of the first speaker, of takes that no voice was made of, in a new order every time they are through. */
export async function longSpeech(seconds: number): Promise<Float32Array> {
  const takes = await Promise.all(
    askedTakes.flatMap((take) => Array.from({ length: 10 }, (_, digit) => recording(digit, speakers[0], take))),
  )
  const random = seededRandom(2)
  const speech = new Float32Array(seconds * sampleRateHz)
  for (let at = 0; at < speech.length;) {
    const part = takes[random.index(takes.length)].subarray(0, speech.length - at)
    speech.set(part, at)
    at += part.length
  }
  return speech
}

async function spokenBy(speaker: string, takes: readonly number[]): Promise<Float32Array> {
  const parts: Float32Array[] = []
  for (const take of takes) {
    for (let digit = 0; digit < 10; digit++) parts.push(await recording(digit, speaker, take))
  }
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    samples.set(part, at)
    at += part.length
  }
  return samples
}

async function recording(digit: number, speaker: string, take: number): Promise<Float32Array> {
  return (await decodeAudio(join(folder, `${digit}_${speaker}_${take}.wav`), { sampleRateHz })).samples
}

/** Read at another speed, between samples in a straight line. */
function changed(samples: Float32Array, { speed, tilt }: Voice): Float32Array {
  const out = new Float32Array(Math.floor((samples.length - 1) / speed))
  let former = 0
  for (let i = 0; i < out.length; i++) {
    const at = Math.floor(i * speed)
    const between = i * speed - at
    const value = samples[at] * (1 - between) + samples[at + 1] * between
    out[i] = (value - tilt * former) / (1 + Math.abs(tilt))
    former = value
  }
  return out
}
