import type { ComparedRow } from './compareRow'

const heads = [
  ...['work', 'D', 'K', 'frames', 'precision', 'ms / iteration', 'Mframes/s', 'of the limit', 'plain SIMD'],
  ...['scikit-learn, 1 / 2 threads', 'ratio', 'wanted', 'scikit-learn in float32', 'result less its'],
] as const

/** The rows as a Markdown table. `plain` are the same rows without fused multiply-adds, where they were measured. */
export function comparisonTable(rows: readonly ComparedRow[], plain: readonly ComparedRow[]): string {
  const cells = rows.map((row, index) => {
    const { peerMsPerIteration, peerFloat32MsPerIteration, ratio, peerResult } = row
    const byThreads = Object.values(row.peerMsByThreads).map((milliseconds) => milliseconds.toFixed(1))
    const name = row.work === 'em' ? `EM, ${row.covariance}` : row.work === 'score' ? 'score_samples' : 'k-means'
    return [
      row.work === 'kmeans' ? `${name}, ${row.iterations} rounds` : name,
      String(row.dims),
      String(row.components),
      row.frames.toLocaleString('en-US'),
      row.precision,
      row.msPerIteration.toFixed(2),
      (row.framesPerSecond / 1e6).toFixed(2),
      `${(100 * row.ofLimit).toFixed(0)} %`,
      plain[index] ? plain[index].msPerIteration.toFixed(2) : '-',
      peerMsPerIteration === null ? '-' : byThreads.join(' / '),
      ratio === null ? '-' : `${ratio.toFixed(1)} x`,
      `${row.wantedRatio} x`,
      peerFloat32MsPerIteration === null ? '-' : peerFloat32MsPerIteration.toFixed(1),
      peerResult === null ? '-' : `${((row.result - peerResult) / Math.abs(peerResult)).toExponential(0)} of it`,
    ]
  })
  const lines = [[...heads], heads.map(() => '---'), ...cells]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}
