import type { RecognitionResult } from '../../../src/engine/contract'
import { posteriorText, sureness } from '../../charts/doubt'
import { evidenceWords } from '../../charts/evidence'
import { natsText } from '../../charts/rounded'
import { LabelMark } from '../../widgets/LabelMark'
import { RankedBars } from './RankedBars'

interface ResultRowProps {
  readonly id: string
  /** Undefined while it is on its way. */
  readonly result: RecognitionResult | undefined
  readonly top: number
  readonly index: number
  readonly total: number
  readonly chosen: boolean
  readonly onChoose: () => void
}

/** One recording and what the bank says of it, or the error that its file met. */
export function ResultRow({ id, result, top, index, total, chosen, onChoose }: ResultRowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-posinset={index + 1}
      aria-setsize={total}
      className="result-row"
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      {result === undefined ? (
        <span className="dimmed">…</span>
      ) : (
        <>
          <span className="result-line">
            <span className="cut" title={result.path}>
              {result.name}
            </span>
            {result.error === null && <Answer result={result} />}
          </span>
          {result.error === null ? (
            <span className="result-line dimmed">
              <Sureness result={result} />
              <RankedBars ranked={result.ranked} />
            </span>
          ) : (
            <span className="result-line error-text">
              <span className="cut" title={result.error.message}>
                {result.error.message}
              </span>
            </span>
          )}
        </>
      )}
    </div>
  )
}

function Answer({ result }: { readonly result: RecognitionResult }) {
  if (result.corrected !== null) {
    return (
      <span className="result-answer">
        <LabelMark label={result.corrected} />
        <span className="dimmed">{result.corrected === result.best ? 'confirmed' : 'corrected'}</span>
      </span>
    )
  }
  return (
    <span className="result-answer">
      <LabelMark label={result.unknown ? null : result.best} nullText="unknown" />
    </span>
  )
}

/** "sure, 99.1 % · moderate support · then bob"; the margin where nothing is calibrated; of what is unknown, the nearest label. */
function Sureness({ result }: { readonly result: RecognitionResult }) {
  const [best, second] = result.ranked
  const word = sureness({ unknown: result.unknown, posterior: best?.posterior ?? 0, margin: result.margin })
  const parts: string[] = []
  if (result.unknown) parts.push(`nearest ${best?.label ?? '–'}`)
  else parts.push(`${word}, ${posteriorText(best?.posterior ?? 0)}`)
  if (result.logLikelihoodRatio !== null && !result.unknown)
    parts.push(evidenceWords(result.logLikelihoodRatio).strength)
  else if (result.margin !== null) parts.push(`margin ${natsText(result.margin)}`)
  if (second !== undefined && !result.unknown) parts.push(`then ${second.label}`)
  return <span className="cut tabular">{parts.join(' · ')}</span>
}
