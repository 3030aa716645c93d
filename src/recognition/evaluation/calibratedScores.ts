import type { DetectionScores } from '../figures/detectionScores'
import { logisticCalibration } from '../figures/logisticCalibration'

/** A score with the part of the evaluation that it is of. */
export interface PartedScore {
  readonly score: number
  readonly part: number
}

export interface PartedScores {
  readonly targets: readonly PartedScore[]
  readonly impostors: readonly PartedScore[]
}

/**
 * The scores as log likelihood ratios, those of each part calibrated by what the other parts scored; where there is a single
 * part, those of one half by the other half. Null where a part finds no finite scores of both kinds in the others.
 */
export function calibratedScores({ targets, impostors }: PartedScores): DetectionScores | null {
  const parts = new Set([...targets, ...impostors].map(({ part }) => part))
  const halves = (list: readonly PartedScore[]): PartedScore[] => list.map(({ score }, i) => ({ score, part: i % 2 }))
  if (parts.size === 1 && targets.length > 1 && impostors.length > 1) {
    return calibratedScores({ targets: halves(targets), impostors: halves(impostors) })
  }
  const calibrated = { targets: [] as number[], impostors: [] as number[] }
  for (const part of parts) {
    const others = { targets: finiteOutside(targets, part), impostors: finiteOutside(impostors, part) }
    if (others.targets.length === 0 || others.impostors.length === 0) return null
    const { scale, offset } = logisticCalibration(others)
    for (const kind of ['targets', 'impostors'] as const) {
      for (const { score, part: own } of kind === 'targets' ? targets : impostors) {
        // A scale of 0 says nothing, whatever the score.
        if (own === part) calibrated[kind].push(scale === 0 ? offset : scale * score + offset)
      }
    }
  }
  return calibrated
}

function finiteOutside(list: readonly PartedScore[], part: number): number[] {
  return list.flatMap(({ score, part: own }) => (own !== part && Number.isFinite(score) ? [score] : []))
}
