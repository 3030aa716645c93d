import type { SplitRecording } from '../../../src/recognition/splits/splitPlan'

/** `count` recordings of each label, alternating between sessions; the n-th of each label is a copy of the one before where asked. */
export function splitRecordings(
  labels: readonly string[],
  count: number,
  options: { readonly sessions?: number; readonly copies?: readonly number[] } = {},
): SplitRecording[] {
  const { sessions = 4, copies = [] } = options
  return labels.flatMap((label, l) =>
    Array.from({ length: count }, (_, i) => ({
      id: l * count + i + 1,
      label,
      contentHash: `${label} ${copies.includes(i) ? i - 1 : i}`,
      session: `day ${i % sessions}`,
    })),
  )
}
