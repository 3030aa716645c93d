import { createHash } from 'node:crypto'
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { CepstraError, isCepstraError } from '../cepstraError'
import { csvFeatures } from '../exchange/given/csvFeatures'
import { notFeatures, type GivenFeatures } from '../exchange/given/givenFeatures'
import { htkFeatures } from '../exchange/given/htkFeatures'
import { kaldiArchive } from '../exchange/given/kaldiArchive'
import { isBinaryMatrix, kaldiMatrix, kaldiMatrixLength, longestMatrixHeader } from '../exchange/given/kaldiMatrix'
import { kaldiScript, type ScriptEntry } from '../exchange/given/kaldiScript'
import { npyFeatures } from '../exchange/given/npyFeatures'
import { npzFeatures, npzNames } from '../exchange/given/npzFeatures'
import { memberPath, splitPath } from './givenPath'

/** What is read as a whole has to fit into memory; archives of Kaldi that are binary may be of any size. */
const mostBytes = 2 ** 30

/** The recordings whose features are in a file, and other files that are read through it. */
export interface GivenRecordings {
  readonly paths: readonly string[]
  readonly archives: readonly string[]
}

/**
 * The recordings in a file that holds the features of many; one that holds a single unnamed matrix is its own.
 *
 * @throws CepstraError FILE_UNREADABLE, TABLE_INVALID
 */
export function listGiven(file: string): GivenRecordings {
  switch (extname(file).toLowerCase()) {
    case '.npz': {
      const names = npzNames(npzOf(file), basename(file))
      return { paths: names.length === 1 ? [file] : names.map((name) => memberPath(file, name)), archives: [] }
    }
    case '.ark':
      return { paths: [...archiveOf(file).keys()].map((key) => memberPath(file, key)), archives: [] }
    case '.scp': {
      const entries = scriptOf(file)
      const archives = new Set([...entries.values()].map(({ archive }) => placeOf(archive, file)))
      return { paths: [...entries.keys()].map((key) => memberPath(file, key)), archives: [...archives] }
    }
    default:
      return { paths: [file], archives: [] }
  }
}

/**
 * The features of one recording, by its path.
 *
 * @throws CepstraError FILE_UNREADABLE, TABLE_INVALID
 */
export function readGiven(path: string): GivenFeatures {
  const { file, member } = splitPath(path)
  const name = basename(file)
  switch (extname(file).toLowerCase()) {
    case '.npy':
      return npyFeatures(wholeFile(file), name)
    case '.npz':
      return npzFeatures(npzOf(file), name, member ?? undefined)
    case '.csv':
    case '.tsv':
      return csvFeatures(wholeFile(file), name)
    case '.htk':
    case '.mfc':
      return htkFeatures(wholeFile(file), name)
    case '.ark': {
      const offset = archiveOf(file).get(member ?? '')
      if (offset === undefined)
        throw notFeatures(name, `it holds no matrix of ${member ?? 'a recording without a name'}`)
      return matrixAt(file, offset, `${name}:${member ?? ''}`)
    }
    case '.scp': {
      const entry = scriptOf(file).get(member ?? '')
      if (entry === undefined) throw notFeatures(name, `it has no line for ${member ?? 'a recording without a name'}`)
      return matrixAt(placeOf(entry.archive, file), entry.offset, `${name}:${member ?? ''}`)
    }
    default:
      throw notFeatures(name, 'its name is none of .npy, .npz, .csv, .tsv, .ark, .scp, .htk and .mfc')
  }
}

/** Names features by their numbers and what they mean, whatever file they come from: SHA-256 in hex. */
export function givenHash({ data, frameCount, dimensions }: GivenFeatures): string {
  const hash = createHash('sha256').update(`${frameCount} x ${dimensions} `)
  return hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest('hex')
}

/** How much of an archive of text is read at first in search of the end of a matrix. */
const textPart = 1 << 16

const closingBracket = 0x5d

const archiveOf = remembered((file) => withFile(file, (read, size) => kaldiArchive(read, size, basename(file))))
const scriptOf = remembered((file): Map<string, ScriptEntry> => kaldiScript(wholeFile(file), basename(file)))
const npzOf = remembered(wholeFile)

/** Keeps what was last made of a file for as long as the file stays as it is. */
function remembered<T>(make: (file: string) => T): (file: string) => T {
  let last: { readonly key: string; readonly made: T } | null = null
  return (file) => {
    const { size, mtimeMs } = readable(file, () => statSync(file))
    const key = `${size} ${mtimeMs} ${file}`
    if (last?.key !== key) {
      last = null
      last = { key, made: make(file) }
    }
    return last.made
  }
}

function wholeFile(file: string): Uint8Array {
  return readable(file, () => {
    const { size } = statSync(file)
    if (size > mostBytes) throw notFeatures(basename(file), 'it is larger than 1 GiB; split it')
    return readFileSync(file)
  })
}

/** An archive of a script: absolute, beside the script, or relative to where the program runs, as it is to Kaldi. */
function placeOf(archive: string, script: string): string {
  const beside = resolve(dirname(script), archive)
  const named = resolve(dirname(script), basename(archive))
  return [beside, resolve(archive), named].find((place) => existsSync(place)) ?? beside
}

function matrixAt(file: string, offset: number, name: string): GivenFeatures {
  return withFile(file, (read, size) => {
    if (offset >= size) throw notFeatures(name, `${basename(file)} ends before its byte ${offset}`)
    const head = read(offset, longestMatrixHeader)
    if (isBinaryMatrix(head)) return kaldiMatrix(read(offset, kaldiMatrixLength(head, name)), name)
    for (let length = textPart; ; length *= 4) {
      const text = read(offset, length)
      if (text.includes(closingBracket) || length >= size - offset) return kaldiMatrix(text, name)
    }
  })
}

function withFile<T>(
  file: string,
  use: (read: (position: number, length: number) => Uint8Array, size: number) => T,
): T {
  return readable(file, () => {
    const descriptor = openSync(file, 'r')
    try {
      const { size } = fstatSync(descriptor)
      const read = (position: number, length: number): Uint8Array => {
        const wanted = Math.max(0, Math.min(length, size - position))
        if (wanted > mostBytes)
          throw notFeatures(basename(file), 'more than 1 GiB of it would have to be read at once; split it')
        const bytes = new Uint8Array(wanted)
        let filled = 0
        for (let got = -1; filled < wanted && got !== 0; filled += got) {
          got = readSync(descriptor, bytes, filled, wanted - filled, position + filled)
        }
        return bytes.subarray(0, filled)
      }
      return use(read, size)
    } finally {
      closeSync(descriptor)
    }
  })
}

function readable<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (isCepstraError(error) || !(error instanceof Error && 'code' in error)) throw error
    throw new CepstraError(
      'FILE_UNREADABLE',
      `${basename(file)} cannot be read (${error.message}). Check that it is there and that you may read it.`,
      { cause: error },
    )
  }
}
