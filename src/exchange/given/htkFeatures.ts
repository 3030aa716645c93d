import { checkShape, givenFeatures, notFeatures, type GivenFeatures } from './givenFeatures'

const headerBytes = 12
const hundredNanoseconds = 1e-7

/** Base kinds, by their number in the low six bits of the kind (the HTK Book, section 5.10.1). */
const kinds = [
  'WAVEFORM',
  'LPC',
  'LPREFC',
  'LPCEPSTRA',
  'LPDELCEP',
  'IREFC',
  'MFCC',
  'FBANK',
  'MELSPEC',
  'USER',
  'DISCRETE',
  'PLP',
]

/** Qualifiers of the kind, by their bit. */
const qualifiers = {
  energy: 0o100,
  noAbsoluteEnergy: 0o200,
  delta: 0o400,
  acceleration: 0o1000,
  compressed: 0o2000,
  checksum: 0o10000,
  zerothCepstrum: 0o20000,
  thirdDelta: 0o100000,
} as const

/**
 * Features from the bytes of an HTK parameter file: a header of 12 bytes (frames, 100 ns a frame, bytes a frame, kind),
 * then big-endian float32, or int16 with a scale and an offset a column where `_C` says so. A checksum (`_K`) is left
 * out but not verified. The HTK Book, sections 5.7.1 and 5.10.1.
 *
 * @throws CepstraError TABLE_INVALID
 */
export function htkFeatures(bytes: Uint8Array, name: string): GivenFeatures {
  if (bytes.length < headerBytes) throw notFeatures(name, `its ${bytes.length} bytes do not hold an HTK header`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const samples = view.getInt32(0)
  const period = view.getInt32(4)
  const frameBytes = view.getInt16(8)
  const kind = view.getUint16(10)
  const has = (qualifier: keyof typeof qualifiers): boolean => (kind & qualifiers[qualifier]) !== 0
  const compressed = has('compressed')
  const wanted = headerBytes + samples * frameBytes + (has('checksum') ? 2 : 0)
  if (samples < 0 || frameBytes < 1 || bytes.length !== wanted) {
    throw notFeatures(
      name,
      `its header tells of ${samples} frames of ${frameBytes} bytes, ${wanted} bytes in all, but it holds ${bytes.length}` +
        '; HTK files are big-endian',
    )
  }
  const base = kinds[kind & 0o77]
  if (base === undefined || base === 'WAVEFORM' || base === 'DISCRETE') {
    throw notFeatures(name, `its kind ${base ?? kind & 0o77} is not one of feature vectors`)
  }
  const about = { hopSeconds: period > 0 ? period * hundredNanoseconds : null }
  const wide = compressed || base === 'IREFC' ? 2 : 4
  const dimensions = frameBytes / wide
  const columnNames = Number.isInteger(dimensions) ? namesOf(base, dimensions, has) : null
  if (!compressed) {
    const read = (at: number): number => (wide === 2 ? view.getInt16(at) / 32767 : view.getFloat32(at))
    return givenFeatures(
      name,
      samples,
      dimensions,
      (row, column) => read(headerBytes + row * frameBytes + column * wide),
      { ...about, columnNames },
    )
  }
  // The scales and offsets take the room of four frames, and are counted as such.
  const frameCount = samples - 4
  checkShape(name, frameCount, dimensions)
  const offsets = headerBytes + 4 * dimensions
  const body = offsets + 4 * dimensions
  return givenFeatures(
    name,
    frameCount,
    dimensions,
    (row, column) =>
      (view.getInt16(body + row * frameBytes + column * 2) + view.getFloat32(offsets + 4 * column)) /
      view.getFloat32(headerBytes + 4 * column),
    { ...about, columnNames },
  )
}

/** Names where the kind says what the columns are; null where it does not. */
function namesOf(base: string, dimensions: number, has: (q: keyof typeof qualifiers) => boolean): string[] | null {
  const blocks = 1 + Number(has('delta')) + Number(has('acceleration')) + Number(has('thirdDelta'))
  const statics = dimensions / blocks
  if (has('noAbsoluteEnergy') || !Number.isInteger(statics)) return null
  const behind = [...(has('zerothCepstrum') ? ['c0'] : []), ...(has('energy') ? ['logEnergy'] : [])]
  const prefix = base === 'MFCC' ? 'c' : base === 'FBANK' ? 'mel' : null
  const first = statics - behind.length
  if (prefix === null || first < 0) return null
  const names = [...Array.from({ length: first }, (_, i) => `${prefix}${i + 1}`), ...behind]
  return ['', 'delta_', 'delta2_', 'delta3_'].slice(0, blocks).flatMap((order) => names.map((each) => order + each))
}
