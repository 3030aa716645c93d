import { withComponents } from '../bayesian/effectiveComponents'
import { starvedFrames } from '../findings/frameShortage'
import { counted, named } from '../findings/wording'
import { findingOf, type Mended, type Patient } from './remedy'

/** Drops the components that are starved, all but the heaviest. */
export function pruneComponents({ mixture, options, findings }: Patient): Mended | null {
  const { weights } = mixture
  const starved = findingOf({ findings }, 'starved')?.components ?? []
  const heaviest = weights.indexOf(Math.max(...weights))
  const dropped = starved.filter((k) => k !== heaviest)
  if (dropped.length === 0) return null
  const kept = Array.from(weights.keys()).filter((k) => !dropped.includes(k))
  return {
    mixture: withComponents(mixture, kept),
    options,
    mending: {
      remedy: 'prune',
      components: dropped,
      sentence:
        `Dropped ${named('component', dropped)}, which had fewer than ${starvedFrames} frames: ` +
        `${counted(kept.length, 'component')} ${kept.length === 1 ? 'is' : 'are'} left.`,
    },
  }
}
