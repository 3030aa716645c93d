import type { Run } from './bestRuns'

/**
 * Makes one run of neighbors in the same state that are fewer than `leastSilence` frames apart: a pause in which one
 * voice draws breath is its own, longer than one that may stand between two.
 *
 * @param runs in order, in frames of the recording
 */
export function bridgePauses(runs: readonly Run[], leastSilence: number): Run[] {
  const bridged: Run[] = []
  for (const run of runs) {
    const last = bridged.at(-1)
    if (last?.state === run.state && run.first - last.after < leastSilence) {
      bridged[bridged.length - 1] = { ...last, after: run.after }
    } else bridged.push(run)
  }
  return bridged
}
