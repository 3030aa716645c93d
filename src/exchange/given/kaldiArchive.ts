import { notFeatures } from './givenFeatures'
import { isBinaryMatrix, kaldiMatrixLength, longestMatrixHeader } from './kaldiMatrix'

/** Reads up to `length` bytes from `position` on; fewer at the end of the file. */
export type ReadAt = (position: number, length: number) => Uint8Array

/** No key of an utterance is longer. */
const longestKey = 1024
const space = 0x20

/**
 * Where each matrix of a Kaldi archive begins, by its key, in the order of the archive: "\0B" or "[" stands there. Of a
 * binary archive only headers are read; one of text is read as a whole. The last of several matrices with one key counts.
 *
 * @throws CepstraError TABLE_INVALID where it is no archive of matrices, or ends within one.
 */
export function kaldiArchive(read: ReadAt, size: number, name: string): Map<string, number> {
  const found = new Map<string, number>()
  for (let position = 0; position < size;) {
    const head = read(position, longestKey + longestMatrixHeader)
    const keyEnd = head.indexOf(space)
    const key = keyEnd < 0 ? '' : new TextDecoder().decode(head.subarray(0, keyEnd))
    if (key === '' || keyEnd > longestKey)
      throw notFeatures(name, `byte ${position} does not begin with a key and a space`)
    const matrix = head.subarray(keyEnd + 1)
    if (!isBinaryMatrix(matrix)) return textArchive(Buffer.from(read(0, size)).toString('latin1'), name)
    const begin = position + keyEnd + 1
    position = begin + kaldiMatrixLength(matrix, `${name}:${key}`)
    if (position > size) throw notFeatures(name, `it ends within the matrix of ${key}`)
    found.set(key, begin)
  }
  if (found.size === 0) throw notFeatures(name, 'it is empty')
  return found
}

/** The same of an archive of text, which is taken as bytes, one character each: keys may hold any. */
function textArchive(text: string, name: string): Map<string, number> {
  const found = new Map<string, number>()
  const entry = /\s*(\S+)\s+(?=\[)[^\]]*\]/y
  const length = text.trimEnd().length
  while (entry.lastIndex < length) {
    const at = entry.lastIndex
    const match = entry.exec(text)
    if (match === null) throw notFeatures(name, `byte ${at} does not begin with a key and a matrix in brackets`)
    found.set(Buffer.from(match[1], 'latin1').toString(), at + match[0].indexOf('['))
  }
  if (found.size === 0) throw notFeatures(name, 'it is empty')
  return found
}
