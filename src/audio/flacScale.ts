/**
 * Brings what @audio/decode-flac gives to the scale of the other formats, in place: it divides integers by
 * 2^(bits - 1) - 1, so that the same recording as WAV and as FLAC would differ by one part in 32767.
 */
export function rescaleFlac(channels: readonly Float32Array[], bits: number): void {
  const half = 2 ** (bits - 1)
  const scale = (half - 1) / half
  for (const samples of channels) for (let i = 0; i < samples.length; i++) samples[i] *= scale
}
