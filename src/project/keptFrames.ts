import { CepstraError } from '../cepstraError'
import { speechFrames } from '../features/speechFrames'
import { firstNotFinite } from '../mixture/firstNotFinite'
import type { Float32Frames, Frames } from '../mixture/frames'
import type { ShareableSource } from '../mixture/threads/shareableSource'
import { openNpyMatrix, type NpyMatrix, type Refusal } from './npyMatrix'

/** The file that holds the features of a recording: alone, or among those of others. */
export interface FeaturePlace {
  readonly path: string
  /** The first row of a pack that is this recording's; null for a file that holds nothing else. */
  readonly firstRow: number | null
}

/** Where the features of one recording are, and which of its frames count. */
export interface FeatureFile extends FeaturePlace {
  /** One byte a frame: 1 kept, 0 dropped. */
  readonly speech: Uint8Array
}

export interface KeptOrigin {
  readonly kind: 'kept'
  readonly files: readonly FeatureFile[]
}

export interface KeptFrames extends ShareableSource<KeptOrigin>, Disposable {
  close(): void
}

/** The file that is being read, with the rows that are kept of it. */
interface OpenFile {
  readonly index: number
  readonly matrix: NpyMatrix
  /** Of the recording, in the matrix. */
  readonly firstRow: number
  /** Those that are kept, counted from `firstRow`. */
  readonly rows: Uint32Array
}

/**
 * The kept frames of many recordings, one after the other, read when they are needed: one file is open at a time, and of
 * the frames no more are in memory than are asked for.
 *
 * @throws CepstraError NOTHING_TO_DO when no frame is kept; FILE_NOT_FOUND, FILE_UNREADABLE, or PROJECT_DAMAGED where a file
 *   is not what was extracted, also on reading.
 */
export function openKeptFrames(files: readonly FeatureFile[]): KeptFrames {
  // How many kept frames stand before each file.
  const before = new Float64Array(files.length + 1)
  files.forEach(({ speech }, i) => (before[i + 1] = before[i] + speech.reduce((sum, kept) => sum + kept, 0)))
  const count = before[files.length]
  if (count === 0) {
    throw new CepstraError('NOTHING_TO_DO', 'None of the recordings has a frame of sound. Add a recording.')
  }
  let open = openFile(files, fileAt(before, 0))
  const { dimensions } = open.matrix
  let data = new Float32Array(0)

  const read = (from: number, to: number): Frames => {
    const length = (to - from) * dimensions
    if (data.length < length) data = new Float32Array(length)
    for (let frame = from; frame < to;) {
      const index = fileAt(before, frame)
      if (open.index !== index) open = openNext(files, index, open)
      const { matrix, firstRow, rows } = open
      const first = frame - before[index]
      const last = Math.min(rows.length, to - before[index])
      for (let at = first; at < last;) {
        let end = at + 1
        while (end < last && rows[end] === rows[end - 1] + 1) end++
        const out = data.subarray((frame - from) * dimensions, (frame - from + end - at) * dimensions)
        const row = firstRow + rows[at]
        matrix.read(row, row + (end - at), out)
        const bad = firstNotFinite(out, out.length)
        if (bad >= 0) {
          const where = `frame ${rows[at] + Math.floor(bad / dimensions)}, column ${bad % dimensions}`
          throw damaged(files[index].path)(`${where} holds ${out[bad]}, which is no finite number`)
        }
        frame += end - at
        at = end
      }
    }
    return { data: data.subarray(0, length), count: to - from, dimensions }
  }
  const close = (): void => open.matrix.close()
  return { count, dimensions, read, origin: { kind: 'kept', files }, close, [Symbol.dispose]: close }
}

/** The file that holds a kept frame; files without any hold none. */
function fileAt(before: Float64Array, frame: number): number {
  let [low, high] = [0, before.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (before[middle] <= frame) low = middle
    else high = middle
  }
  return low
}

function openFile(files: readonly FeatureFile[], index: number, dimensions?: number): OpenFile {
  const { path } = files[index]
  const matrix = openNpyMatrix(path, damaged(path))
  try {
    return placed(files, index, matrix, dimensions)
  } catch (error) {
    matrix.close()
    throw error
  }
}

/** The next file in the place of one that is open; a pack that holds both stays open. */
function openNext(files: readonly FeatureFile[], index: number, open: OpenFile): OpenFile {
  const { matrix } = open
  if (files[index].path === files[open.index].path) return placed(files, index, matrix, matrix.dimensions)
  const next = openFile(files, index, matrix.dimensions)
  matrix.close()
  return next
}

function placed(files: readonly FeatureFile[], index: number, matrix: NpyMatrix, dimensions?: number): OpenFile {
  const { path, firstRow, speech } = files[index]
  checkFeatures(matrix, files[index])
  if (dimensions !== undefined && matrix.dimensions !== dimensions) {
    throw damaged(path)(`they have ${matrix.dimensions} columns, but other recordings have ${dimensions}`)
  }
  return { index, matrix, firstRow: firstRow ?? 0, rows: keptRows(speech) }
}

/** @throws CepstraError PROJECT_DAMAGED where a matrix cannot be what was extracted of a recording. */
function checkFeatures({ type, count }: NpyMatrix, { path, firstRow, speech }: FeatureFile): void {
  const refuse = damaged(path)
  if (type !== 'float32') throw refuse('they are not float32')
  if (firstRow === null ? count !== speech.length : count < firstRow + speech.length) {
    const known = firstRow === null ? `${speech.length}` : `rows ${firstRow} to ${firstRow + speech.length}`
    throw refuse(`they have ${count} frames, but the project knows of ${known}`)
  }
}

/**
 * Reads every frame of a recording, dropped ones included.
 *
 * @throws CepstraError FILE_NOT_FOUND, FILE_UNREADABLE, or PROJECT_DAMAGED where a file is not what was extracted.
 */
export function readFeatures(file: FeatureFile): Float32Frames {
  const matrix = openNpyMatrix(file.path, damaged(file.path))
  try {
    checkFeatures(matrix, file)
    const { dimensions } = matrix
    const count = file.speech.length
    const data = new Float32Array(count * dimensions)
    const firstRow = file.firstRow ?? 0
    matrix.read(firstRow, firstRow + count, data)
    return { data, count, dimensions }
  } finally {
    matrix.close()
  }
}

/** Reads the frames of a recording that are kept, in order. Errors as in {@link readFeatures}. */
export function readKeptFrames(file: FeatureFile): Frames {
  const { data, count, dimensions } = readFeatures(file)
  return speechFrames({ data, frameCount: count, dimensions, speech: file.speech })
}

/** The numbers of the rows that are kept. */
function keptRows(speech: Uint8Array): Uint32Array {
  let count = 0
  for (const kept of speech) count += kept
  const rows = new Uint32Array(count)
  for (let row = 0, at = 0; row < speech.length; row++) if (speech[row] === 1) rows[at++] = row
  return rows
}

function damaged(path: string): Refusal {
  return (why) =>
    new CepstraError(
      'PROJECT_DAMAGED',
      `The cached features at ${path} cannot be used: ${why}. Delete the file and extract again.`,
    )
}
