import { CepstraError } from '../cepstraError'

/** What an .npy file holds here: numbers in row-major order, or text. */
export type NpyArray = Float32Array | Float64Array | Int32Array | Uint8Array | readonly string[]

export interface Npy<Data extends NpyArray = NpyArray> {
  readonly data: Data
  /** Empty for a single value. */
  readonly shape: readonly number[]
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
const bytesPerCharacter = 4

/**
 * The bytes of a NumPy .npy file (format 1.0, or 2.0 where the header is long): little-endian, row-major.
 * float32, float64, int32, uint8, or unicode text. Throws a RangeError where the shape does not hold the data.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy(data: NpyArray, shape: readonly number[] = [data.length]): Uint8Array {
  if (sizeOf(shape) !== data.length) {
    throw new RangeError(`${data.length} values cannot have the shape (${shape.join(', ')}).`)
  }
  const body = Array.isArray(data) ? encodeText(data) : encodeNumbers(data as Exclude<NpyArray, readonly string[]>)
  const header = encodeNpyHeader(body.type, shape)
  const bytes = new Uint8Array(header.length + body.bytes.length)
  bytes.set(header)
  bytes.set(body.bytes, header.length)
  return bytes
}

/**
 * What stands before the numbers of a row-major .npy file, `type` being NumPy's name of theirs, such as `<f4`. Padded, so that
 * every matrix that a disk could hold has a header of the same 128 bytes.
 */
export function encodeNpyHeader(type: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${tuple}), }`
  // The numbers start at a multiple of 64 bytes, so that they can be mapped; the header ends in a newline.
  const version = header.length > 65_000 ? 2 : 1
  const prefix = version === 1 ? 10 : 12
  const headerLength = Math.ceil((prefix + header.length + 1) / 64) * 64 - prefix
  const bytes = new Uint8Array(prefix + headerLength)
  const view = new DataView(bytes.buffer)
  bytes.set(magic)
  bytes[6] = version
  if (version === 1) view.setUint16(8, headerLength, true)
  else view.setUint32(8, headerLength, true)
  bytes.set(new TextEncoder().encode(`${header.padEnd(headerLength - 1)}\n`), prefix)
  return bytes
}

/**
 * Reads an .npy file of one of the types that `encodeNpy` writes. Throws MODEL_INVALID, naming what is wrong, for
 * anything else: other types, column-major order, damaged headers, or fewer or more bytes than the shape tells.
 */
export function decodeNpy(bytes: Uint8Array): Npy {
  const { type, shape, columnMajor, bodyStart } = readNpyHeader(bytes)
  if (columnMajor) throw invalid('it is in column-major order; save it row-major')
  const size = sizeOf(shape)
  const itemBytes = bytesPerItem(type)
  if (!Number.isSafeInteger(size) || bytes.length - bodyStart !== size * itemBytes) {
    throw invalid(
      `its shape (${shape.join(', ')}) needs ${size * itemBytes} bytes, but it holds ${bytes.length - bodyStart}`,
    )
  }
  // A copy is aligned whatever the header's length, and does not hold on to the whole file. A Buffer's own `slice`
  // would be no copy, and its `buffer` would begin with the header.
  const buffer = Uint8Array.from(bytes.subarray(bodyStart)).buffer
  return { data: decodeItems(type, buffer, size), shape }
}

export interface NpyHeader {
  /** NumPy's name of the type, such as `<f4` for float32. */
  readonly type: string
  readonly shape: readonly number[]
  /** Whether the numbers of a column, and not those of a row, follow each other. */
  readonly columnMajor: boolean
  /** How many bytes stand before the numbers. */
  readonly bodyStart: number
}

/** So many bytes from the beginning of a file hold the whole header of any array of plain numbers. */
export const longestNpyHeader = 4096

/**
 * Reads the header of an .npy file from its first bytes. Throws MODEL_INVALID, naming what is wrong, where it is none or
 * is damaged.
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw invalid('it does not start with the signature of one')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = bytes[6]
  if (version < 1 || version > 3) throw invalid(`it has the unknown format version ${version}`)
  const prefix = version === 1 ? 10 : 12
  if (bytes.length < prefix) throw invalid('it ends within its header')
  const bodyStart = prefix + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (bytes.length < bodyStart) throw invalid('it ends within its header')
  return { ...parseHeader(new TextDecoder().decode(bytes.subarray(prefix, bodyStart))), bodyStart }
}

function parseHeader(header: string): Omit<NpyHeader, 'bodyStart'> {
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1]
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1]
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1]
  if (type === undefined || shape === undefined || order === undefined) throw invalid('its header cannot be read')
  const sides = shape.split(',').map((side) => side.trim())
  const shapeNumbers = sides.filter((side) => side !== '').map(Number)
  return { type, shape: shapeNumbers, columnMajor: order === 'True' && shapeNumbers.length > 1 }
}

function bytesPerItem(type: string): number {
  if (type === '<f4' || type === '<i4') return 4
  if (type === '<f8') return 8
  if (type === '|u1') return 1
  const characters = /^<U([1-9]\d{0,8})$/.exec(type)?.[1]
  if (characters !== undefined) return Number(characters) * bytesPerCharacter
  throw invalid(`its type ${type.slice(0, 40)} is none of float32, float64, int32, uint8 or unicode, little-endian`)
}

function decodeItems(type: string, buffer: ArrayBuffer, size: number): NpyArray {
  if (type === '<f4') return new Float32Array(buffer)
  if (type === '<f8') return new Float64Array(buffer)
  if (type === '<i4') return new Int32Array(buffer)
  if (type === '|u1') return new Uint8Array(buffer)
  return decodeText(new Uint32Array(buffer), size)
}

function encodeNumbers(data: Exclude<NpyArray, readonly string[]>): { type: string; bytes: Uint8Array } {
  const type =
    data instanceof Float32Array
      ? '<f4'
      : data instanceof Float64Array
        ? '<f8'
        : data instanceof Int32Array
          ? '<i4'
          : '|u1'
  return { type, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
}

function encodeText(texts: readonly string[]): { type: string; bytes: Uint8Array } {
  const characters = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0))
  // NumPy has no text of zero width.
  const width = characters.reduce((most, { length }) => Math.max(most, length), 1)
  const codes = new Uint32Array(width * texts.length)
  characters.forEach((text, i) => codes.set(text, i * width))
  return { type: `<U${width}`, bytes: new Uint8Array(codes.buffer) }
}

function decodeText(codes: Uint32Array, size: number): string[] {
  const width = size === 0 ? 0 : codes.length / size
  return Array.from({ length: size }, (_, i) => {
    const text = codes.subarray(i * width, (i + 1) * width)
    let length = width
    while (length > 0 && text[length - 1] === 0) length--
    if (text.some((code) => code > 0x10ffff)) throw invalid('its text holds what is no unicode character')
    return Array.from(text.subarray(0, length), (code) => String.fromCodePoint(code)).join('')
  })
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1)
}

function invalid(why: string): CepstraError {
  return new CepstraError('MODEL_INVALID', `This is not an .npy array that can be read: ${why}.`)
}
