import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAudioFacts } from '../../src/audio/readAudioFacts'
import { encodeWav } from '../../src/audio/wav'
import { encode, encodings, missingTool, type Encoding } from './encodings'
import { scratchFolder } from './scratchFolder'
import { tone } from './tone'

const scratch = scratchFolder()
const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)
const wav = join(scratch.path, 'tone.wav')
writeFileSync(wav, encodeWav(tone(440, 16_000, 48_000), 16_000))

const nothing = { title: null, artist: null, date: null, comment: null }

describe('what a file tells before it is decoded', () => {
  const told = [
    ['alaw.wav', { format: 'wav', codec: 'A-law', sampleRateHz: 8000, channelCount: 1, bits: 8, durationSeconds: 0.5 }],
    ['ima.wav', { format: 'wav', codec: 'IMA ADPCM', bits: 4, durationSeconds: 0.505 }],
    ['float.aifc', { format: 'aiff', codec: 'PCM, floating point', bits: 32, durationSeconds: 0.5 }],
    ['stereo.flac', { format: 'flac', codec: 'FLAC', channelCount: 2, bits: 16, durationSeconds: 0.5 }],
    ['stereo-flac.oga', { format: 'ogg-flac', codec: 'FLAC', bits: 16, durationSeconds: 0.5 }],
    [
      'stereo.mp3',
      { format: 'mp3', codec: 'MPEG-1 layer III', sampleRateHz: 44_100, bits: null, durationSeconds: 0.5 },
    ],
    ['stereo-vorbis.ogg', { format: 'ogg-vorbis', codec: 'Vorbis', durationSeconds: 0.5 }],
    ['stereo.opus', { format: 'opus', codec: 'Opus', sampleRateHz: 48_000, durationSeconds: 0.5 }],
  ] as const

  test.each(told)('%s tells its codec, shape and length', async (name, expected) => {
    const facts = await readAudioFacts(fixture(name))
    expect(facts).toMatchObject({ ...expected, isDurationEstimated: false })
    expect(facts.tags).toMatchObject({ title: null, artist: null })
  })

  test('M4A tells the same without ffmpeg', async () => {
    const path = process.env['PATH']
    process.env['PATH'] = scratch.path
    try {
      const facts = await readAudioFacts(fixture('stereo.m4a'))
      expect(facts).toMatchObject({ format: 'm4a', sampleRateHz: 44_100, channelCount: 2, isDurationEstimated: false })
      expect(facts.codec).toMatch(/AAC/)
      expect(Math.abs((facts.durationSeconds ?? 0) - 0.5)).toBeLessThan(0.05)
    } finally {
      process.env['PATH'] = path
    }
  })

  test('the length of an MP3 without a Xing tag is an estimate, and said to be', async ({ skip }) => {
    const plain: Encoding = { file: 'plain.mp3', tool: 'lame', format: 'mp3', args: ['-t', '-b', '64'] }
    skip(missingTool(plain) !== null, missingTool(plain) ?? '')
    const facts = await readAudioFacts(encode(plain, wav, scratch.path))
    expect(facts.isDurationEstimated).toBe(true)
    expect(Math.abs((facts.durationSeconds ?? 0) - 3)).toBeLessThan(0.15)
  })

  const tagged = ['s16.wav', 's16.aiff', 'fast.flac', 'vbr.mp3', 'q4.ogg', '64k.opus', 'aac.m4a']
  test.for(tagged)('the tags of %s are read', async (name, { skip }) => {
    const encoding = encodings.find(({ file }) => file === name)
    if (!encoding) throw new Error(`no encoding makes ${name}`)
    const missing = missingTool(encoding) ?? missingTool({ ...encoding, tool: 'ffmpeg' })
    skip(missing !== null, missing ?? '')
    const plain = encode(encoding, wav, scratch.path)
    expect((await readAudioFacts(plain)).tags).toMatchObject({ title: null, artist: null })
    const path = join(scratch.path, `tagged-${name}`)
    const tags = ['title=Thunder', 'artist=Susan', 'date=2024', 'comment=in the hills'].flatMap((tag) => [
      '-metadata',
      tag,
    ])
    spawnSync('ffmpeg', ['-v', 'error', '-y', '-i', plain, ...tags, '-write_id3v2', '1', '-c', 'copy', path])
    const facts = await readAudioFacts(path)
    expect(facts.tags).toMatchObject({ title: 'Thunder', artist: 'Susan' })
    expect(facts.tags.date).toMatch(/^2024/)
    expect(facts.tags.comment).toBe('in the hills')
  })

  test('a name that promises another format hides no facts, and no file is an error of its own', async () => {
    const path = scratch.write('flac.wav', encodeWav(tone(440, 8000, 800), 8000))
    expect(await readAudioFacts(path)).toMatchObject({ format: 'wav', codec: 'PCM', bits: 16, tags: nothing })
    await expect(readAudioFacts(scratch.write('text.mp3', 'no sound\n'))).rejects.toMatchObject({
      code: 'AUDIO_UNKNOWN_FORMAT',
    })
  })
})
