import { closeSync, openSync, writeSync } from 'node:fs'
import type { SpeechFrames } from './speechFrames'

/** Writes frames as NumPy's .npy, version 1.0, float32, block by block, so that there may be more than memory holds. */
export function writeNpy(
  path: string,
  count: number,
  dimensions: number,
  blockLength: number,
  draw: (count: number) => SpeechFrames,
): void {
  const file = openSync(path, 'w')
  try {
    writeSync(file, npyHeader(count, dimensions))
    for (let from = 0; from < count; from += blockLength) {
      const { data } = draw(Math.min(blockLength, count - from))
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    }
  } finally {
    closeSync(file)
  }
}

function npyHeader(count: number, dimensions: number): Buffer {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, ${dimensions}), }`
  const padded = dictionary.padEnd(128 - 10 - 1) + '\n'
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 0, 0])
  head.writeUInt16LE(padded.length, 8)
  return Buffer.concat([head, Buffer.from(padded, 'latin1')])
}
