import { closeSync, openSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { encodeWav } from '../../src/audio/wav'
import { cepstraJson, samplesFolder, scratch, voices } from './cepstra'
import { peakMemory } from './peakMemory'

const hours = 3
const sampleRateHz = 16_000
const mostMegabytes = 300

/** Writes three hours of sample sentences, one after the other, over and over, without ever holding them in memory. */
async function writeLongRecording(path: string): Promise<void> {
  const sentences: Uint8Array[] = []
  for (const voice of voices.slice(0, 3)) {
    for (const name of readdirSync(join(samplesFolder, voice)).sort().slice(0, 3)) {
      const signal = await decodeAudio(join(samplesFolder, voice, name), { sampleRateHz })
      sentences.push(encodeWav(signal.samples, sampleRateHz).subarray(44))
    }
  }
  const bytes = hours * 3600 * sampleRateHz * 2
  const header = Buffer.from(encodeWav(new Float32Array(0), sampleRateHz))
  header.writeUInt32LE(36 + bytes, 4)
  header.writeUInt32LE(bytes, 40)
  const file = openSync(path, 'w')
  try {
    writeSync(file, header)
    let left = bytes
    for (let i = 0; left > 0; i = (i + 1) % sentences.length) {
      const part = sentences[i]?.subarray(0, left) ?? new Uint8Array(0)
      left -= writeSync(file, part)
    }
  } finally {
    closeSync(file)
  }
}

test(`${hours} hours of one recording import and extract in less than ${mostMegabytes} MB`, async (context) => {
  context.skip(process.platform !== 'linux', 'resident memory is read from /proc')
  using folder = scratch()
  const project = join(folder.path, 'project')
  await writeLongRecording(join(folder.path, 'long.wav'))
  await cepstraJson(folder.path, 'new', project)
  for (const args of [
    ['import', project, 'long.wav'],
    ['extract', project],
  ]) {
    const { status, stdout, stderr, megabytes, seconds } = await peakMemory(folder.path, [...args, '--json'])
    expect(status, stderr).toBe(0)
    console.log(`${args[0] ?? ''} of ${hours} h: ${megabytes.toFixed(0)} MB resident at most, ${seconds.toFixed(1)} s`)
    expect(megabytes).toBeGreaterThan(30)
    expect(megabytes).toBeLessThan(mostMegabytes)
    const answer = JSON.parse(stdout) as { labels?: { seconds: number }[]; featuresReady?: number }
    if (answer.labels) expect(answer.labels[0]?.seconds).toBeCloseTo(hours * 3600, 1)
    else expect(answer.featuresReady).toBe(1)
  }
}, 180_000)
