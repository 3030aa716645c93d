import { isCepstraError } from '../../cepstraError'
import { readNpyHeader, type NpyHeader } from '../npy'
import { givenFeatures, notFeatures, type GivenFeatures } from './givenFeatures'

type Get = (view: DataView, at: number) => number

/** NumPy's names of the types that are read, without the byte order: bytes, and how one is taken. */
const types: Readonly<Record<string, readonly [number, (littleEndian: boolean) => Get]>> = {
  f4: [4, (little) => (view, at) => view.getFloat32(at, little)],
  f8: [8, (little) => (view, at) => view.getFloat64(at, little)],
  i1: [1, () => (view, at) => view.getInt8(at)],
  u1: [1, () => (view, at) => view.getUint8(at)],
  i2: [2, (little) => (view, at) => view.getInt16(at, little)],
  u2: [2, (little) => (view, at) => view.getUint16(at, little)],
  i4: [4, (little) => (view, at) => view.getInt32(at, little)],
  u4: [4, (little) => (view, at) => view.getUint32(at, little)],
  i8: [8, (little) => (view, at) => Number(view.getBigInt64(at, little))],
  u8: [8, (little) => (view, at) => Number(view.getBigUint64(at, little))],
}

/**
 * Features from the bytes of an .npy file: frames x columns of float32, float64 or whole numbers, in either byte order,
 * row-major or column-major.
 *
 * @throws CepstraError TABLE_INVALID, naming what is wrong.
 */
export function npyFeatures(bytes: Uint8Array, name: string): GivenFeatures {
  const { type, shape, columnMajor, bodyStart } = headerOf(bytes, name)
  const kind = types[type.slice(1)]
  if (!/^[<>|=]/.test(type) || kind === undefined) {
    throw notFeatures(name, `its type ${type.slice(0, 40)} is none of float32, float64 or whole numbers`)
  }
  const [frameCount, dimensions] = shape
  if (shape.length !== 2 || frameCount === undefined || dimensions === undefined) {
    throw notFeatures(name, `its shape (${shape.join(', ')}) is not that of frames x columns`)
  }
  const [itemBytes, getter] = kind
  const wanted = frameCount * dimensions * itemBytes
  if (bytes.length - bodyStart !== wanted) {
    throw notFeatures(
      name,
      `${frameCount} frames of ${dimensions} columns take ${wanted} bytes, but it holds ${bytes.length - bodyStart}`,
    )
  }
  const get = getter(!type.startsWith('>'))
  const view = new DataView(bytes.buffer, bytes.byteOffset + bodyStart, wanted)
  const [rowStride, columnStride] = columnMajor ? [1, frameCount] : [dimensions, 1]
  return givenFeatures(name, frameCount, dimensions, (row, column) =>
    get(view, (row * rowStride + column * columnStride) * itemBytes),
  )
}

function headerOf(bytes: Uint8Array, name: string): NpyHeader {
  try {
    return readNpyHeader(bytes)
  } catch (error) {
    if (!isCepstraError(error)) throw error
    throw notFeatures(name, error.message.replace(/^.*?: /, '').replace(/\.$/, ''))
  }
}
