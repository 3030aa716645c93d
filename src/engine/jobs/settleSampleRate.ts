import type { Project } from '../../project/project'

/** Above this, speech has little to tell its speakers apart by and everything takes longer. */
const highestChosenRateHz = 16_000
const lowestRateHz = 4000

/**
 * Chooses a new project's rate: the one that most of its recordings have, at most 16 kHz. Does nothing where the rate
 * stands already or no recording could be read.
 */
export function settleSampleRate(project: Project): void {
  if (project.sampleRateHz !== null) return
  const votes = new Map<number, number>()
  for (const role of ['training', 'query'] as const) {
    for (const { sampleRateHz } of project.recordings.all(role)) {
      if (sampleRateHz === null) continue
      const rate = Math.min(Math.max(sampleRateHz, lowestRateHz), highestChosenRateHz)
      votes.set(rate, (votes.get(rate) ?? 0) + 1)
    }
    if (votes.size > 0) break
  }
  const [winner] = [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0])
  if (winner) project.sampleRateHz = winner[0]
}
