import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, realpath, rename, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname, extname, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CepstraError, isCepstraError } from '../cepstraError'
import { confinedPath } from './confinedPath'

/** Three hours of 24-bit stereo at 48 kHz, and some. Larger files are better named by their path than sent. */
export const largestUploadBytes = 4 * 2 ** 30

/**
 * Keeps a file that was dropped on the browser's page, where no path is known: below `folder`, under the name it was
 * given there. A file of that name with other content is left alone, and the new one gets a number.
 *
 * @returns the absolute path.
 * @throws CepstraError OPTIONS_INVALID for names that lead elsewhere and for more than `limitBytes`, NOT_WRITABLE
 *   where the disk does not take it.
 */
export async function keepUpload(
  request: IncomingMessage,
  folder: string,
  name: string,
  limitBytes = largestUploadBytes,
): Promise<string> {
  const leadsElsewhere = (): CepstraError =>
    new CepstraError(
      'OPTIONS_INVALID',
      `"${name}" is not a name that a file can be kept under. Rename it and drop it again.`,
    )
  const wanted = confinedPath(folder, name)
  if (wanted === null) throw leadsElsewhere()
  const tooLarge = (): CepstraError =>
    new CepstraError(
      'OPTIONS_INVALID',
      `${name} is larger than ${(limitBytes / 2 ** 20).toFixed(1)} MiB. Import it by its path instead of dropping it.`,
    )
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge()
  const unfinished = `${wanted}.${process.pid}-${Math.random().toString(36).slice(2)}.part`
  const hash = createHash('sha256')
  let bytes = 0
  // What is over the limit is read but kept nowhere: cutting the connection would lose the answer that tells why.
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limitBytes) done()
      else {
        hash.update(chunk)
        done(null, chunk)
      }
    },
  })
  try {
    await mkdir(dirname(wanted), { recursive: true })
    // A link below the folder may lead out of it again.
    if (!`${await realpath(dirname(wanted))}${sep}`.startsWith(`${await realpath(folder)}${sep}`))
      throw leadsElsewhere()
    await pipeline(request, bounded, createWriteStream(unfinished))
    if (bytes > limitBytes) throw tooLarge()
    return await oneAtATime(async () => {
      const place = await freePlace(wanted, hash.digest('hex'))
      await rename(unfinished, place)
      return place
    })
  } catch (error) {
    // What could not be made cannot be removed either; the reason why is the one to tell.
    await rm(unfinished, { force: true }).catch(() => undefined)
    if (isCepstraError(error) || !(error instanceof Error && 'syscall' in error)) throw error
    throw new CepstraError(
      'NOT_WRITABLE',
      `${name} cannot be kept at ${wanted}: ${error.message}. Import it by its path instead.`,
    )
  }
}

let lastPlacing: Promise<unknown> = Promise.resolve()

/** Between finding a free name and taking it nobody else may take it. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const placing = lastPlacing.then(work)
  lastPlacing = placing.catch(() => undefined)
  return placing
}

/** The wanted path if nothing or the same content is there, else the first numbered one of which that holds. */
async function freePlace(wanted: string, digest: string): Promise<string> {
  const extension = extname(wanted)
  const stem = wanted.slice(0, wanted.length - extension.length)
  for (let n = 1; ; n++) {
    const place = n === 1 ? wanted : `${stem} (${n})${extension}`
    if (!existsSync(place) || (await digestOf(place)) === digest) return place
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
