import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeWav } from '../../src/audio/wav'
import { openAudio } from '../../src/audio/openAudio'
import { extractRecording } from '../../src/engine/workers/extractRecording'
import { defaultRecipe } from '../../src/features/recipe'
import { numpyFeatures } from './numpyFeatures'
import { sampleSpeech } from './sampleSpeech'

const speechSeconds = 300
const sampleRateHz = 16_000

/** Seconds of audio a second of one core, for one file. */
export interface WholeFileRate {
  readonly file: string
  /** From the file to features in the cache. */
  readonly features: number
  /** Decoded, mixed down and resampled alone. */
  readonly decoding: number
  /** ffmpeg, which decodes on one thread and does nothing else; null where it is absent. */
  readonly ffmpeg: number | null
  /** Null where it is absent or does not read the file. */
  readonly numpy: number | null
}

interface Encoding {
  readonly file: string
  readonly name: string
  readonly options: readonly string[]
}

const encodings: readonly Encoding[] = [
  { file: 'WAV, 16 kHz mono', name: 'mono.wav', options: [] },
  { file: 'FLAC, 16 kHz mono', name: 'mono.flac', options: [] },
  { file: 'MP3, 16 kHz mono, 48 kbit/s', name: 'mono.mp3', options: ['-b:a', '48k'] },
  { file: 'Opus, mono, 24 kbit/s', name: 'mono.opus', options: ['-b:a', '24k'] },
  { file: 'WAV, 44.1 kHz stereo', name: 'stereo.wav', options: ['-ar', '44100', '-ac', '2'] },
  { file: 'FLAC, 44.1 kHz stereo', name: 'stereo.flac', options: ['-ar', '44100', '-ac', '2'] },
  {
    file: 'MP3, 44.1 kHz stereo, 128 kbit/s',
    name: 'stereo.mp3',
    options: ['-ar', '44100', '-ac', '2', '-b:a', '128k'],
  },
  { file: 'Opus, 48 kHz stereo, 96 kbit/s', name: 'stereo.opus', options: ['-ar', '48000', '-ac', '2', '-b:a', '96k'] },
]

/** Five minutes of speech in each encoding that ffmpeg can make here, the best of `rounds`; WAV alone without ffmpeg. */
export async function wholeFiles(rounds: number, folder: string, withNumpy: boolean): Promise<WholeFileRate[]> {
  const original = join(folder, 'speech.wav')
  writeFileSync(original, encodeWav(await sampleSpeech(speechSeconds, sampleRateHz), sampleRateHz))
  const withFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
  const rates: WholeFileRate[] = []
  for (const { file, name, options } of withFfmpeg ? encodings : encodings.slice(0, 1)) {
    const path = withFfmpeg ? join(folder, name) : original
    console.error(`${file} ...`)
    if (withFfmpeg) run('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-i', original, ...options, path])
    let [features, decoding, ffmpeg] = [0, 0, 0]
    for (let round = 0; round < rounds; round++) {
      features = Math.max(features, await featureRate(path, join(folder, 'features.npy')))
      decoding = Math.max(decoding, await decodingRate(path))
      if (withFfmpeg) ffmpeg = Math.max(ffmpeg, ffmpegRate(path))
    }
    const numpy = withNumpy && name === 'mono.wav' ? speechSeconds / numpyFeatures(path, rounds).whole : null
    rates.push({ file, features, decoding, ffmpeg: withFfmpeg ? ffmpeg : null, numpy })
  }
  return rates
}

async function featureRate(path: string, target: string): Promise<number> {
  const begin = performance.now()
  const { frameCount, error } = await extractRecording({ path, recipe: defaultRecipe, sampleRateHz, target })
  if (error !== null || frameCount < 99 * speechSeconds) throw new Error(`${path} gave ${frameCount} frames.`)
  return perSecond(begin)
}

async function decodingRate(path: string): Promise<number> {
  const begin = performance.now()
  const audio = await openAudio(path, { sampleRateHz })
  try {
    let count = 0
    for await (const block of audio.blocks()) count += block.length
    if (count < 0.99 * speechSeconds * sampleRateHz) throw new Error(`${path} gave ${count} samples.`)
  } finally {
    await audio.close()
  }
  return perSecond(begin)
}

/** ffmpeg's own account of its time, without its start. */
function ffmpegRate(path: string): number {
  const options = ['-nostdin', '-v', 'info', '-nostats', '-benchmark', '-threads', '1', '-i', path, '-f', 'null', '-']
  const seconds = /rtime=([\d.]+)s/.exec(run('ffmpeg', options))?.[1]
  if (seconds === undefined) throw new Error('ffmpeg did not say how long it took.')
  return speechSeconds / Number(seconds)
}

function run(command: string, options: readonly string[]): string {
  const { status, stderr } = spawnSync(command, options, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
  return stderr
}

function perSecond(begin: number): number {
  return (1000 * speechSeconds) / (performance.now() - begin)
}
