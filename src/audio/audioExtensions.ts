import { extname } from 'node:path'

// An .ogg may hold any codec, and .mp4 or .m4a any that ffmpeg knows, so one name stands for several formats.
const formatsByExtension: ReadonlyMap<string, readonly string[]> = new Map([
  // The speech corpora of the LDC name their SPHERE files .wav too.
  ['.wav', ['wav', 'sphere']],
  ['.wave', ['wav']],
  ['.rf64', ['wav']],
  ['.bw64', ['wav']],
  ['.w64', ['w64']],
  ['.au', ['au']],
  ['.snd', ['au']],
  ['.sph', ['sphere']],
  ['.nist', ['sphere']],
  ['.flac', ['flac']],
  ['.mp3', ['mp3']],
  ['.mp2', ['mp3']],
  ['.ogg', ['ogg-vorbis', 'opus', 'ogg-flac']],
  ['.oga', ['ogg-vorbis', 'opus', 'ogg-flac']],
  ['.opus', ['opus']],
  ['.aif', ['aiff']],
  ['.aiff', ['aiff']],
  ['.aifc', ['aiff']],
  ['.m4a', ['m4a']],
  ['.mp4', ['m4a']],
  ['.aac', ['aac', 'm4a']],
])

/** What an import looks at in a folder, in lower case with the dot. Decoding goes by the first bytes alone. */
export const audioExtensions: ReadonlySet<string> = new Set(formatsByExtension.keys())

const titles: ReadonlyMap<string, string> = new Map([
  ['wav', 'WAV'],
  ['w64', 'Wave64'],
  ['au', 'Sun audio'],
  ['sphere', 'NIST SPHERE'],
  ['flac', 'FLAC'],
  ['mp3', 'MP3'],
  ['ogg-vorbis', 'Ogg Vorbis'],
  ['opus', 'Ogg Opus'],
  ['ogg-flac', 'Ogg FLAC'],
  ['aiff', 'AIFF'],
  ['m4a', 'MPEG-4 audio'],
  ['aac', 'AAC'],
])

/** A sentence when the name promises another format than the bytes hold, else null. */
export function mislabelWarning(name: string, format: string): string | null {
  const extension = extname(name).toLowerCase()
  const expected = formatsByExtension.get(extension)
  if (!expected || expected.includes(format)) return null
  return `${name} is named ${extension} but holds ${titles.get(format) ?? format}; it was decoded as what it holds.`
}
