import type { ExaminedFit, FitFinding } from './fitFinding'
import { counted } from './wording'

export function restlessFit({ converged, stopped, lowerBounds, options }: ExaminedFit): FitFinding | null {
  if (converged) return null
  const iterations = counted(lowerBounds.length, 'iteration')
  const ended =
    stopped === true ? `The fit was told to stop after ${iterations}` : `The fit stopped after ${iterations}`
  return {
    kind: 'not-converged',
    components: [],
    sentence: `${ended}${stillMoving(lowerBounds, options)}.`,
    remedy: stopped === true ? 'Let it run to its end.' : 'Allow more iterations, or a larger tolerance.',
  }
}

function stillMoving(lowerBounds: readonly number[], { stop, tolerance }: ExaminedFit['options']): string {
  if (stop === 'parameters') return `, while some parameter still moved by more than the tolerance (${tolerance})`
  if (lowerBounds.length < 2) return ', too early to see whether it had come to rest'
  const change = lowerBounds[lowerBounds.length - 1] - lowerBounds[lowerBounds.length - 2]
  return ` while the lower bound still changed by ${change.toPrecision(2)} (tolerance ${tolerance})`
}
