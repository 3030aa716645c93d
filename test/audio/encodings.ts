import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

type Tool = 'sox' | 'ffmpeg' | 'flac' | 'lame' | 'oggenc' | 'opusenc'

/** One way to write a recording. */
export interface Encoding {
  /** The name of the file that is made. */
  readonly file: string
  readonly tool: Tool
  /** As `openAudio` names it. */
  readonly format: string
  /** Of the file; 16 kHz, like the speech, where it is absent. */
  readonly rateHz?: number
  /** Whether a 16-bit recording comes back bit by bit. */
  readonly exact?: boolean
  /** Samples of one frame of the codec at the file's rate, 1 where there are none. */
  readonly frame?: number
  /** Arguments of the tool between the names of the files, or for lame, flac and the like before both. */
  readonly args?: readonly string[]
}

const ffmpeg = (file: string, format: string, args: string, more: Partial<Encoding> = {}): Encoding => ({
  file,
  tool: 'ffmpeg',
  format,
  args: args.split(' '),
  ...more,
})

const sox = (file: string, format: string, args: string, more: Partial<Encoding> = {}): Encoding => ({
  file,
  tool: 'sox',
  format,
  args: args.split(' ').filter(Boolean),
  ...more,
})

const exact = { exact: true }

/**
 * Encodings in use, from a 16-bit recording of speech at 16 kHz. The rates of the lossy ones are those that keep the
 * waveform: below 64 kbit/s Opus codes the upper half of the band by its envelope, and so does Vorbis below quality 4
 * (correlations of .992 and .9986). That sounds alike to a listener but not to a correlation.
 */
export const encodings: readonly Encoding[] = [
  sox('u8.wav', 'wav', '-b 8 -e unsigned-integer'),
  sox('s16.wav', 'wav', '-b 16', exact),
  sox('s24.wav', 'wav', '-b 24', exact),
  sox('s32.wav', 'wav', '-b 32', exact),
  sox('f32.wav', 'wav', '-b 32 -e floating-point', exact),
  sox('f64.wav', 'wav', '-b 64 -e floating-point', exact),
  sox('alaw.wav', 'wav', '-e a-law'),
  sox('mulaw.wav', 'wav', '-e mu-law'),
  ffmpeg('ima.wav', 'wav', '-c:a adpcm_ima_wav', { frame: 2041 }),
  ffmpeg('ms.wav', 'wav', '-c:a adpcm_ms', { frame: 2036 }),
  ffmpeg('extensible.wav', 'wav', '-c:a pcm_s24le', exact),
  ffmpeg('long.rf64', 'wav', '-c:a pcm_s16le -f wav -rf64 always', exact),
  sox('stereo.wav', 'wav', '-c 2', exact),
  sox('s16.aiff', 'aiff', '-b 16', exact),
  sox('s24.aiff', 'aiff', '-b 24', exact),
  ffmpeg('sowt.aifc', 'aiff', '-c:a pcm_s16le -f aiff', exact),
  ffmpeg('float.aifc', 'aiff', '-c:a pcm_f32be -f aiff', exact),
  ffmpeg('ulaw.aifc', 'aiff', '-c:a pcm_mulaw -f aiff'),
  sox('mulaw.au', 'au', '-e mu-law'),
  sox('s16.au', 'au', '-b 16 -e signed-integer', exact),
  sox('f32.au', 'au', '-b 32 -e floating-point', exact),
  sox('little.snd', 'au', '-t au -L -b 24 -e signed-integer', exact),
  sox('little.sph', 'sphere', '-L -b 16 -e signed-integer', exact),
  sox('big.sph', 'sphere', '-B -b 16 -e signed-integer', exact),
  sox('mulaw.nist', 'sphere', '-e mu-law'),
  ffmpeg('s16.w64', 'w64', '-c:a pcm_s16le', exact),
  { file: 'fast.flac', tool: 'flac', format: 'flac', args: ['-0'], ...exact },
  { file: 'table.flac', tool: 'flac', format: 'flac', args: ['-8', '-S', '1s'], ...exact },
  ffmpeg('s24.flac', 'flac', '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24', exact),
  { file: 'cbr64.mp3', tool: 'lame', format: 'mp3', args: ['-b', '64'], frame: 576 },
  { file: 'vbr.mp3', tool: 'lame', format: 'mp3', args: ['-V', '2'], frame: 576 },
  ffmpeg('joint.mp3', 'mp3', '-ac 2 -ar 44100 -c:a libmp3lame -b:a 128k', { rateHz: 44_100, frame: 1152 }),
  { file: 'q4.ogg', tool: 'oggenc', format: 'ogg-vorbis', args: ['-q', '4'], frame: 1024 },
  { file: 'q6.ogg', tool: 'oggenc', format: 'ogg-vorbis', args: ['-q', '6'], frame: 1024 },
  { file: '96k.opus', tool: 'opusenc', format: 'opus', args: ['--bitrate', '96'], rateHz: 48_000, frame: 960 },
  { file: '64k.opus', tool: 'opusenc', format: 'opus', args: ['--bitrate', '64'], rateHz: 48_000, frame: 960 },
  ffmpeg('flac.oga', 'ogg-flac', '-c:a flac -f ogg', exact),
  // Without noise substitution, in whose place a decoder puts random numbers, other ones each time.
  ffmpeg('aac.m4a', 'm4a', '-c:a aac -aac_pns 0 -b:a 96k', { frame: 1024 }),
  sox('44100.wav', 'wav', '-r 44100 -b 24', { rateHz: 44_100 }),
  sox('48000.flac', 'flac', '-r 48000 -b 24', { rateHz: 48_000 }),
  sox('8000.wav', 'wav', '-r 8000 -b 16', { rateHz: 8000 }),
]

const absent = new Map<Tool, string>()

/** Why an encoding cannot be made on this machine, or null. */
export function missingTool({ tool }: Encoding): string | null {
  if (!absent.has(tool)) {
    const answer = spawnSync(tool, [tool === 'ffmpeg' ? '-version' : '--version'])
    absent.set(tool, answer.error ? `there is no ${tool} on the PATH` : '')
  }
  return absent.get(tool) || null
}

/** Encodes a WAV file; the path of what was made, which is in the folder given. */
export function encode({ file, tool, args = [] }: Encoding, wav: string, folder: string): string {
  const path = join(folder, file)
  const commands: Readonly<Record<Tool, readonly string[]>> = {
    sox: ['-D', wav, ...args, path],
    ffmpeg: ['-v', 'error', '-y', '-i', wav, ...args, path],
    flac: ['--silent', '--force', ...args, '-o', path, wav],
    lame: ['--quiet', ...args, wav, path],
    oggenc: ['--quiet', ...args, '-o', path, wav],
    opusenc: ['--quiet', ...args, wav, path],
  }
  const answer = spawnSync(tool, commands[tool], { encoding: 'utf8' })
  if (answer.status !== 0) throw new Error(`${tool} could not make ${file}: ${answer.stderr}`)
  return path
}
