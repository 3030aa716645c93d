import type { Project } from '../../project/project'
import { usualRate } from '../usualRate'

/**
 * Chooses a new project's rate: the one that most of its recordings have, at most 16 kHz. Does nothing where the rate
 * stands already or no recording could be read.
 */
export function settleSampleRate(project: Project): void {
  if (project.sampleRateHz !== null) return
  const votes = new Map<number, number>()
  for (const role of ['training', 'query'] as const) {
    for (const [sampleRateHz, count] of project.recordings.rateCounts(role)) {
      const rate = usualRate(sampleRateHz)
      votes.set(rate, (votes.get(rate) ?? 0) + count)
    }
    if (votes.size > 0) break
  }
  const [winner] = [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0])
  if (winner) project.sampleRateHz = winner[0]
}
