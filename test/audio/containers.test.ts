import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { openAudio } from '../../src/audio/openAudio'
import { scratchFolder } from './scratchFolder'
import { largestDifference, tone } from './tone'
import { waveFile } from './waveFile'

const scratch = scratchFolder()
const sound = tone(440, 8000, 4000)
const integers = Buffer.from(Int16Array.from(sound, (value) => Math.round(value * 32_768)).buffer)

function sphere(fields: readonly string[], body: Buffer = integers, size = '   1024'): Buffer {
  const head = Buffer.alloc(1024, ' ')
  head.write(`NIST_1A\n${size}\n${fields.join('\n')}\nend_head\n`, 'latin1')
  return Buffer.concat([head, body])
}

const fields = ['channel_count -i 1', 'sample_rate -i 8000', 'sample_n_bytes -i 2']
const little = [...fields, 'sample_byte_format -s2 01', 'sample_coding -s3 pcm']

function au(values: readonly number[], body: Buffer, note = ''): Buffer {
  const head = Buffer.alloc(24 + note.length)
  head.write('.snd', 'latin1')
  values.forEach((value, i) => head.writeUInt32BE(value, 4 + 4 * i))
  head.write(note, 24, 'latin1')
  return Buffer.concat([head, body])
}

describe('NIST SPHERE', () => {
  test('is read in either order of bytes, with the fields in any order and others between', async () => {
    for (const name of ['utterance.sph', 'SA1.wav']) {
      const header = ['sample_count -i 4000', 'speaker_id -s4 mabc', ...[...little].reverse(), 'sample_max -i 17']
      const { samples, sampleRateHz, warnings } = await decodeAudio(scratch.write(name, sphere(header)))
      expect({ sampleRateHz, warnings }).toEqual({ sampleRateHz: 8000, warnings: [] })
      expect(samples.length).toBe(4000)
      expect(largestDifference(samples, sound)).toBeLessThan(2e-5)
    }
    const turned = Buffer.from(integers).swap16()
    const path = scratch.write('big.sph', sphere([...fields, 'sample_byte_format -s2 10'], turned))
    expect(largestDifference((await decodeAudio(path)).samples, sound)).toBeLessThan(2e-5)
  })

  test('mu-law, two channels and a count of samples are as the header says', async () => {
    const header = ['channel_count -i 2', 'sample_rate -i 8000', 'sample_n_bytes -i 1', 'sample_coding -s4 ulaw']
    // The codes of 0 and of the two ends of the scale; what follows the count is no sound.
    const body = Buffer.from([0xff, 0x80, 0xff, 0x00, 1, 2, 3])
    const path = scratch.write('two.sph', sphere([...header, 'sample_count -i 2'], body))
    expect([...(await decodeAudio(path, { channel: 0 })).samples]).toEqual([0, 0])
    expect([...(await decodeAudio(path, { channel: 1 })).samples]).toEqual([32_124 / 32_768, -32_124 / 32_768])
  })

  const refused: readonly (readonly [string, Buffer, string, RegExp])[] = [
    [
      'shorten.sph',
      sphere([...fields, 'sample_byte_format -s2 01', 'sample_coding -s26 pcm,embedded-shorten-v2.00']),
      'AUDIO_UNKNOWN_FORMAT',
      /compressed as "pcm,embedded-shorten-v2.00".*w_decode.*sph2pipe/,
    ],
    ['order.sph', sphere(fields), 'AUDIO_DAMAGED', /order of bytes/],
    ['rate.sph', sphere(['sample_n_bytes -i 2']), 'AUDIO_DAMAGED', /1 channels at NaN Hz/],
    ['coding.sph', sphere([...fields, 'sample_coding -s3 g722']), 'AUDIO_DAMAGED', /"g722" in 2 bytes/],
    ['size.sph', sphere(little, integers, '    abc'), 'AUDIO_DAMAGED', /gives its size as "abc"/],
    ['silent.sph', sphere(little, Buffer.alloc(0)), 'AUDIO_EMPTY', /without sound/],
  ]

  test.each(refused)('%s is refused with the reason', async (name, bytes, code, message) => {
    await expect(decodeAudio(scratch.write(name, bytes))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
  })

  test('a truncated file yields what it holds and says where it ends', async () => {
    const path = scratch.write('cut.sph', sphere([...little, 'sample_count -i 8000']))
    const { samples, warnings } = await decodeAudio(path)
    expect(samples.length).toBe(4000)
    expect(warnings.join(' ')).toMatch(/truncated: its header promises 1\.00 s, it ends at 0\.50 s/)
  })
})

describe('AU', () => {
  const turned = Buffer.from(integers).swap16()

  test('a note before the sound and an open size are read past', async () => {
    const bytes = au([24 + 12, 0xffff_ffff, 3, 8000, 1], turned, 'a short note')
    const { samples, warnings } = await decodeAudio(scratch.write('open.au', bytes))
    expect(warnings).toEqual([])
    expect(largestDifference(samples, sound)).toBeLessThan(2e-5)
  })

  test('damage is told: no channels, a cut header, no sound', async () => {
    const wrong = [
      [au([24, 8000, 3, 8000, 0], turned), 'AUDIO_DAMAGED'],
      [au([24, 8000, 3, 8000, 1], turned).subarray(0, 20), 'AUDIO_DAMAGED'],
      [au([24, 0, 3, 8000, 1], Buffer.alloc(0)), 'AUDIO_EMPTY'],
    ] as const
    for (const [bytes, code] of wrong) {
      await expect(decodeAudio(scratch.write('wrong.au', bytes))).rejects.toMatchObject({ code })
    }
  })
})

describe('more than 4 GB', () => {
  const isSparse = process.platform === 'linux' || process.platform === 'darwin'
  const tail = waveFile(sound).subarray(44)
  const seconds = 350_000
  const dataBytes = seconds * 16_000

  /** A file of zeros, with sound in its last half second, that takes no room on a disk that knows holes. */
  function sparse(name: string, header: Buffer): string {
    const path = join(scratch.path, name)
    const file = openSync(path, 'w')
    writeSync(file, header)
    ftruncateSync(file, header.length + dataBytes)
    writeSync(file, tail, 0, tail.length, header.length + dataBytes - tail.length)
    closeSync(file)
    return path
  }

  function rf64(): Buffer {
    const sizes = Buffer.alloc(28)
    sizes.writeBigUInt64LE(BigInt(dataBytes + 72), 0)
    sizes.writeBigUInt64LE(BigInt(dataBytes), 8)
    const head = waveFile([], { dataBytes: 0xffff_ffff })
    const chunk = Buffer.alloc(8)
    chunk.write('ds64', 'latin1')
    chunk.writeUInt32LE(28, 4)
    const whole = Buffer.concat([head.subarray(0, 12), chunk, sizes, head.subarray(12)])
    whole.write('RF64', 'latin1')
    whole.writeUInt32LE(0xffff_ffff, 4)
    return whole
  }

  test('of RF64, and of WAV whose size has overflowed, are all there', async ({ skip }) => {
    skip(!isSparse, 'files with holes are not made on this system')
    const overflown = waveFile([], { dataBytes: dataBytes % 2 ** 32 })
    for (const path of [sparse('long.rf64', rf64()), sparse('long.wav', overflown)]) {
      const stream = await openAudio(path)
      await stream.close()
      expect(stream.durationSeconds).toBe(seconds)
      const { samples, warnings } = await decodeAudio(path, { startSeconds: seconds - 0.5 })
      expect(warnings).toEqual([])
      expect(samples.length).toBe(4000)
      expect(largestDifference(samples, sound)).toBeLessThan(2e-5)
    }
  })

  test('that RF64 promises and a cut file does not hold are missed', async () => {
    const path = scratch.write('cut.rf64', Buffer.concat([rf64(), tail]))
    const { samples, warnings } = await decodeAudio(path)
    expect(samples.length).toBe(4000)
    expect(warnings.join(' ')).toMatch(/truncated: its header promises 350000\.00 s, it ends at 0\.50 s/)
  })
})
