import type { RecognitionResult } from '../../../src/engine/contract'
import { posteriorText } from '../../charts/doubt'
import { useLabelColors } from '../../labelColors'

const mostBars = 4

/** The posteriors of the best labels as small bars, best on top. */
export function RankedBars({ ranked }: Pick<RecognitionResult, 'ranked'>) {
  const colorOf = useLabelColors()
  const shown = ranked.slice(0, mostBars)
  const words = shown.map(({ label, posterior }) => `${label} ${posteriorText(posterior)}`).join(', ')
  return (
    <span className="ranked-bars" role="img" aria-label={words} title={words}>
      {shown.map(({ label, posterior }) => (
        <span key={label} style={{ width: `${100 * posterior}%`, background: colorOf(label) }} />
      ))}
    </span>
  )
}
