import { unzipSync } from 'fflate'
import { isCepstraError } from '../../cepstraError'
import { notFeatures, type GivenFeatures } from './givenFeatures'
import { npyFeatures } from './npyFeatures'

/** An array that claims to be larger is not unpacked: what packs so well is no sound. */
const mostUnpackedBytes = 2 ** 30

/**
 * The names of the arrays in an .npz archive, in its order.
 *
 * @throws CepstraError TABLE_INVALID where it is no archive or holds no array.
 */
export function npzNames(bytes: Uint8Array, name: string): string[] {
  const names: string[] = []
  unpacked(bytes, name, (entry) => {
    if (entry.endsWith('.npy')) names.push(entry.slice(0, -'.npy'.length))
    return false
  })
  if (names.length === 0) throw notFeatures(name, 'it holds no array')
  return names
}

/**
 * Features from one array of an .npz archive, or without `array` from the only one that it holds.
 *
 * @throws CepstraError TABLE_INVALID
 */
export function npzFeatures(bytes: Uint8Array, name: string, array?: string): GivenFeatures {
  const names = npzNames(bytes, name)
  const wanted = array ?? names[0]
  if (array === undefined && names.length > 1) {
    throw notFeatures(name, `it holds ${names.length} arrays, and one of them has to be named`)
  }
  const entries = unpacked(bytes, name, (entry, size) => {
    if (entry !== `${wanted}.npy`) return false
    if (size > mostUnpackedBytes) throw notFeatures(name, `its array ${wanted} is larger than 1 GiB; split it`)
    return true
  })
  const found = entries[`${wanted}.npy`]
  if (found === undefined) throw notFeatures(name, `it holds no array ${wanted}`)
  return npyFeatures(found, array === undefined ? name : `${name}:${array}`)
}

function unpacked(
  bytes: Uint8Array,
  name: string,
  take: (entry: string, size: number) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name: entry, originalSize }) => take(entry, originalSize) })
  } catch (error) {
    if (isCepstraError(error)) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw notFeatures(name, `it is no archive that can be unpacked (${why})`)
  }
}
