import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { AudioFile } from './audioFile'

/** A running ffmpeg that decodes a file, and what it told of it. */
export interface FfmpegChild {
  /** Null where it delivered no sound. */
  readonly shape: { readonly sampleRateHz: number; readonly channelCount: number } | null
  /** 32-bit floats, interleaved. */
  readonly bytes: AsyncGenerator<Buffer>
  /** What could not be started; null where something ran. */
  readonly startError: Error | null
  /** The first line it complained with, or how it ended if not well; empty while all is well. */
  complaint(): string
  /** Ends it. Harmless when called twice. */
  close(): Promise<void>
}

const waitForHeaderMs = 30_000
const longestHeader = 1 << 20

/** Starts the ffmpeg on the PATH, which decodes from `fromSeconds` on, and waits until it tells rate and channels. */
export async function startFfmpeg(file: AudioFile, fromSeconds: number): Promise<FfmpegChild> {
  // "file:" and the whitelist keep a name like "concat:" and a file that refers to an address from being followed. The
  // answer comes as WAV, whose header tells the rate and the channels.
  const place = fromSeconds > 0 ? ['-ss', String(fromSeconds)] : []
  const input = [...place, '-protocol_whitelist', 'file', '-i', `file:${resolve(file.path)}`, '-map', '0:a:0']
  const output = ['-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1']
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...input, ...output], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let startError: Error | null = null
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 2000) said += text
  })
  const ended = new Promise<void>((done) => {
    child.on('error', (error) => {
      startError = error
      done()
    })
    child.on('close', () => done())
  })
  const reader = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  const timer = setTimeout(() => child.kill('SIGKILL'), waitForHeaderMs)
  let pending: Buffer = Buffer.alloc(0)
  let header: StreamHeader | null = null
  try {
    while (!header && pending.length <= longestHeader) {
      const { done, value } = await reader.next()
      if (done) break
      pending = Buffer.concat([pending, value])
      header = readStreamHeader(pending)
    }
  } catch (error) {
    startError ??= error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }

  async function* bytes(): AsyncGenerator<Buffer> {
    if (!header) return
    yield pending.subarray(header.dataStart)
    for (;;) {
      const { done, value } = await reader.next()
      if (done) break
      yield value
    }
    await ended
  }

  return {
    shape: header,
    bytes: bytes(),
    startError,
    complaint() {
      const isBad = child.exitCode !== null && child.exitCode !== 0
      return said.trim().split('\n')[0] || (isBad ? `it ended with code ${child.exitCode}` : '')
    },
    async close() {
      child.stdout.destroy()
      if (child.exitCode === null && child.signalCode === null && !startError) child.kill('SIGKILL')
      await ended
    },
  }
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
