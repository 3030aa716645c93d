import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { CepstraError } from '../cepstraError'
import type { AudioFile } from './audioFile'
import { plausibleShape, type AudioSource, type ChannelBlock } from './audioSource'
import { decodePcm } from './pcmEncoding'

const waitForHeaderMs = 30_000

/**
 * Formats without a free decoder on npm, decoded by the ffmpeg on the PATH at the file's own rate and channels.
 * `holds` says in words what the file is. Throws AUDIO_NEEDS_FFMPEG where there is no ffmpeg, AUDIO_DAMAGED where
 * ffmpeg understands nothing of the file.
 */
export async function ffmpegSource(file: AudioFile, format: string, holds: string): Promise<AudioSource> {
  // "file:" and the whitelist keep a name like "concat:" and a file that refers to an address from being followed. The
  // answer comes as WAV, whose header tells the rate and the channels.
  const input = ['-protocol_whitelist', 'file', '-i', `file:${resolve(file.path)}`, '-map', '0:a:0']
  const output = ['-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1']
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...output], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  let startError: Error | null = null
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 2000) complaint += text
  })
  const ended = new Promise<void>((done) => {
    child.on('error', (error) => {
      startError = error
      done()
    })
    child.on('close', () => done())
  })
  const close = async (): Promise<void> => {
    child.stdout.destroy()
    if (child.exitCode === null && child.signalCode === null && !startError) child.kill('SIGKILL')
    await ended
  }
  const reader = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  const timer = setTimeout(() => child.kill('SIGKILL'), waitForHeaderMs)
  let pending: Buffer = Buffer.alloc(0)
  let header: StreamHeader | null = null
  try {
    while (!header) {
      const { done, value } = await reader.next()
      if (done) break
      pending = Buffer.concat([pending, value])
      header = readStreamHeader(pending)
      if (pending.length > 1 << 20) break
    }
  } catch (error) {
    startError ??= error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }
  if (!header || !plausibleShape(header.sampleRateHz, header.channelCount)) {
    await close()
    throw startError ? missingFfmpeg(file.name, holds, startError) : notUnderstood(file.name, holds, complaint)
  }
  const { sampleRateHz, channelCount } = header
  const frameBytes = 4 * channelCount
  const warnings: string[] = []
  pending = pending.subarray(header.dataStart)

  async function* blocks(): AsyncGenerator<ChannelBlock> {
    let frames = 0
    for (;;) {
      const whole = pending.length - (pending.length % frameBytes)
      if (whole > 0) {
        const bytes = Buffer.from(new ArrayBuffer(whole))
        pending.copy(bytes, 0, 0, whole)
        pending = pending.subarray(whole)
        frames += whole / frameBytes
        yield decodePcm(bytes, 'f32', channelCount, false)
      }
      const { done, value } = await reader.next()
      if (done) break
      pending = pending.length > 0 ? Buffer.concat([pending, value]) : value
    }
    await ended
    if (complaint || child.exitCode !== 0) {
      const why = complaint.trim().split('\n')[0] || `it ended with code ${child.exitCode}`
      warnings.push(
        `${file.name} is damaged; ${(frames / sampleRateHz).toFixed(2)} s of it were decoded (ffmpeg: ${why}).`,
      )
    }
  }

  return { format, sampleRateHz, channelCount, durationSeconds: null, warnings, blocks, close }
}

interface StreamHeader {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly dataStart: number
}

function readStreamHeader(bytes: Buffer): StreamHeader | null {
  let shape: { sampleRateHz: number; channelCount: number } | null = null
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    if (id === 'fmt ' && at + 24 <= bytes.length) {
      shape = { channelCount: bytes.readUInt16LE(at + 10), sampleRateHz: bytes.readUInt32LE(at + 12) }
    }
    if (id === 'data') return shape ? { ...shape, dataStart: at + 8 } : null
    at += 8 + size + (size & 1)
  }
  return null
}

function missingFfmpeg(name: string, holds: string, cause: Error): CepstraError {
  return new CepstraError(
    'AUDIO_NEEDS_FFMPEG',
    `${name} is ${holds}, which needs ffmpeg to decode, and no ffmpeg could be started. ` +
      'Install ffmpeg so that it is on the PATH, or convert the file to WAV or FLAC.',
    { cause },
  )
}

function notUnderstood(name: string, holds: string, complaint: string): CepstraError {
  const why = complaint.trim().split('\n')[0] || 'it found no sound in it'
  return new CepstraError(
    'AUDIO_DAMAGED',
    `${name} is ${holds} that ffmpeg cannot decode: ${why}. Copy or export it again.`,
  )
}
