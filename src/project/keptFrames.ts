import { CepstraError } from '../cepstraError'
import { firstNotFinite } from '../mixture/firstNotFinite'
import type { Frames } from '../mixture/frames'
import type { ShareableSource } from '../mixture/threads/shareableSource'
import { openNpyMatrix, type NpyMatrix, type Refusal } from './npyMatrix'

/** Where the features of one recording are, and which of its frames count. */
export interface FeatureFile {
  readonly path: string
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
      if (open.index !== index) {
        const next = openFile(files, index, dimensions)
        open.matrix.close()
        open = next
      }
      const { matrix, rows } = open
      const first = frame - before[index]
      const last = Math.min(rows.length, to - before[index])
      for (let at = first; at < last;) {
        let end = at + 1
        while (end < last && rows[end] === rows[end - 1] + 1) end++
        const out = data.subarray((frame - from) * dimensions, (frame - from + end - at) * dimensions)
        matrix.read(rows[at], rows[at] + (end - at), out)
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
  const { path, speech } = files[index]
  const refuse = damaged(path)
  const matrix = openNpyMatrix(path, refuse)
  const why =
    matrix.type !== 'float32'
      ? 'they are not float32'
      : matrix.count !== speech.length
        ? `they have ${matrix.count} frames, but the project knows of ${speech.length}`
        : dimensions !== undefined && matrix.dimensions !== dimensions
          ? `they have ${matrix.dimensions} columns, but other recordings have ${dimensions}`
          : null
  if (why !== null) {
    matrix.close()
    throw refuse(why)
  }
  return { index, matrix, rows: keptRows(speech) }
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
