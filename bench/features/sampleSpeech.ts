import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeAudio } from '../../src/audio/decodeAudio'

const folder = resolve(import.meta.dirname, '../../resources/samples')

/** The sentences of all sample voices one after the other, over and over for so many seconds, in shared memory. */
export async function sampleSpeech(seconds: number, sampleRateHz: number): Promise<Float32Array> {
  const speech = new Float32Array(new SharedArrayBuffer(4 * seconds * sampleRateHz))
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.flac'))
  let at = 0
  for (const name of names.sort()) {
    const { samples } = await decodeAudio(join(folder, name), { sampleRateHz })
    const part = samples.subarray(0, speech.length - at)
    speech.set(part, at)
    at += part.length
  }
  for (const once = at; at < speech.length; at += Math.min(once, speech.length - at)) {
    speech.copyWithin(at, 0, Math.min(once, speech.length - at))
  }
  return speech
}
