/**
 * Gives back a decoder's wasm memory. Damaged input can leave its heap in such a state that even freeing fails; the
 * whole heap then goes with the decoder, and that failure must not hide what was decoded or the error that came first.
 */
export function freeDecoder(decoder: { free(): void } | null): void {
  try {
    decoder?.free()
  } catch {
    // Only the heap of this one decoder is lost, until it is collected.
  }
}
