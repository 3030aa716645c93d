import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeAudio } from '../../../src/audio/decodeAudio'
import { seededRandom, type Random } from '../../../src/mixture/random'
import type { SpokenStretch } from '../../../src/recognition/figures/diarizationError'

const data = process.env['CEPSTRA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data')

/** The Free Spoken Digit Dataset: digit_speaker_take.wav, 8 kHz. */
export const digitsFolder = join(data, 'fsdd/recordings')
export const digitsAbsent = !existsSync(digitsFolder)
export const digitVoices = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'] as const

const sampleRateHz = 8000
/** Between words and turns there is the noise of a quiet room, 66 dB below full scale, and not digital silence. */
const roomNoise = 5e-4

export interface Conversation {
  readonly samples: Float32Array
  readonly sampleRateHz: number
  /** From the beginning of the first word of each turn to the end of its last. */
  readonly turns: readonly SpokenStretch[]
}

/** The numbers of so many takes. */
export function takesFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

/** Words of one voice that no two conversations or turns share, drawn in an order of their own. */
function wordsOf(voice: string, takes: readonly number[], random: Random): () => string {
  const words = takes.flatMap((take) => Array.from({ length: 10 }, (_, digit) => `${digit}_${voice}_${take}.wav`))
  return () => {
    if (words.length === 0) throw new RangeError(`There are no more words of ${voice}.`)
    return words.splice(random.index(words.length), 1)[0]
  }
}

function pause(seconds: number, random: Random): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * sampleRateHz) }, () => roomNoise * random.normal())
}

/**
 * Voices that take turns of 2 to 6 s, made of single spoken digits with pauses of 0.05 to 0.2 s between them and 0.1 to 0.5 s
 * between turns; the same for the same seed.
 */
export async function conversation(options: {
  readonly voices: readonly string[]
  readonly seconds: number
  readonly takes: readonly number[]
  readonly seed: number
  /** The shortest and the longest turn; 2 to 6 s unless told. */
  readonly turnSeconds?: readonly [number, number]
}): Promise<Conversation> {
  const { voices, seconds, takes, seed, turnSeconds: [shortest, longest] = [2, 6] } = options
  const random = seededRandom(seed)
  const next = new Map(voices.map((voice) => [voice, wordsOf(voice, takes, random)]))
  const parts: Float32Array[] = []
  const turns: SpokenStretch[] = []
  let length = 0
  const add = (samples: Float32Array): void => {
    parts.push(samples)
    length += samples.length
  }
  add(pause(0.3, random))
  for (let last = ''; length < seconds * sampleRateHz;) {
    const others = voices.filter((voice) => voice !== last)
    // One voice alone goes on by itself.
    const voice = others.length > 0 ? others[random.index(others.length)] : last
    const turnSeconds = shortest + (longest - shortest) * random.uniform()
    const from = length
    let end = length
    while (end - from < (turnSeconds - 0.3) * sampleRateHz) {
      const word = next.get(voice)?.() ?? ''
      add((await decodeAudio(join(digitsFolder, word))).samples)
      end = length
      add(pause(0.05 + 0.15 * random.uniform(), random))
    }
    turns.push({ startSeconds: from / sampleRateHz, endSeconds: end / sampleRateHz, voice })
    add(pause(0.1 + 0.4 * random.uniform(), random))
    last = voice
  }
  const samples = new Float32Array(length)
  let at = 0
  for (const part of parts) {
    samples.set(part, at)
    at += part.length
  }
  return { samples, sampleRateHz, turns }
}
