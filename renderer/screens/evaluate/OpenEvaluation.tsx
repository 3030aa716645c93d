import { useCallback, useState } from 'react'
import { NativeSelect } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Evaluation } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'
import { Panels } from '../../frame/Panels'
import { InTurn } from '../../widgets/InTurn'
import { AccuracyCharts } from './AccuracyCharts'
import type { Behind } from './behind'
import { ComparisonView } from './ComparisonView'
import { ConfusionView, type CellChoice } from './ConfusionView'
import { DetectionView } from './DetectionView'
import { EvaluateForm } from './EvaluateForm'
import { headlineScorer } from './figures'
import { PerLabelTable } from './PerLabelTable'
import { RecordingsBehind } from './RecordingsBehind'
import { RunList } from './RunList'
import { ScorerTable } from './ScorerTable'

interface OpenEvaluationProps {
  readonly evaluation: Evaluation
  readonly runs: readonly Evaluation[]
  readonly busy: boolean
  readonly onOpen: (id: number) => void
}

/** One evaluation with all its figures, and whatever recordings stand behind the one that was chosen. */
export function OpenEvaluation({ evaluation, runs, busy, onOpen }: OpenEvaluationProps) {
  const [choice, choose] = useState<{ evaluationId: number; behind: Behind } | null>(null)
  const [otherId, compareWith] = useState<number | null>(null)
  const behind = choice?.evaluationId === evaluation.id ? choice.behind : null
  const show = useCallback((next: Behind) => choose({ evaluationId: evaluation.id, behind: next }), [evaluation.id])
  const showCell = useCallback((cell: CellChoice) => show({ kind: 'cell', ...cell }), [show])
  const { figures } = evaluation
  const measured = figures === null ? undefined : headlineScorer(figures)
  const other = runs.find(({ id }) => id === otherId && id !== evaluation.id)
  return (
    <Panels
      name="evaluate"
      leftLabel="Evaluations"
      leftWidth={264}
      left={
        <>
          <EvaluateForm busy={busy} />
          <RunList runs={runs} openId={evaluation.id} otherId={other?.id ?? null} onOpen={onOpen} />
        </>
      }
      center={
        <div className="evaluation">
          <Headline evaluation={evaluation} />
          {runs.length > 1 && (
            <div className="compare-line">
              <NativeSelect
                size="xs"
                aria-label="Compare with"
                value={other === undefined ? '' : String(other.id)}
                data={[
                  { value: '', label: 'Compare with another evaluation' },
                  ...runs
                    .filter(({ id }) => id !== evaluation.id)
                    .map((run) => ({ value: String(run.id), label: `Compare with ${runText(run)}` })),
                ]}
                onChange={({ currentTarget: { value } }) => compareWith(value === '' ? null : Number(value))}
              />
            </div>
          )}
          {other && <ComparisonView firstId={evaluation.id} secondId={other.id} />}
          <InTurn>
            <ConfusionView evaluation={evaluation} chosen={behind?.kind === 'cell' ? behind : null} onCell={showCell} />
            {figures && <ScorerTable figures={figures} />}
            {measured && <DetectionView key={evaluation.id} figures={measured} onBehind={show} />}
            {figures && <AccuracyCharts figures={figures} />}
            <PerLabelTable evaluation={evaluation} onCell={showCell} />
          </InTurn>
        </div>
      }
      inspectorLabel="Recordings behind a figure"
      inspectorWidth={260}
      inspector={
        behind ? (
          <RecordingsBehind evaluationId={evaluation.id} behind={behind} />
        ) : (
          <p className="cell-hint dimmed">
            Choose a cell of the matrix, a label in the table or a bar of scores to list its recordings and listen to
            them.
          </p>
        )
      }
    />
  )
}

/** "93.3 % of 11/21/26, 7:40 PM, 16 components": what tells one run from another. */
function runText({ accuracy, createdAt, components }: Evaluation): string {
  const at = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' })
  return `${percentText(accuracy, 1)} of ${at}, ${components} components`
}

function Headline({ evaluation }: { readonly evaluation: Evaluation }) {
  const { accuracy, interval, description, falseReject, figures } = evaluation
  return (
    <header className="headline">
      <h2>
        <span className="number">{percentText(accuracy, 1)}</span> accuracy
      </h2>
      <span className="dimmed tabular">
        95 % interval {percentText(interval[0], 1)} to {percentText(interval[1], 1)}
      </span>
      <p>
        {description} {ratesSentence(falseReject, figures)}
      </p>
      {figures && figures.warnings.length > 0 && (
        <ul className="warnings" aria-label="To be kept in mind">
          {figures.warnings.map((warning) => (
            <li key={warning}>
              <IconAlertTriangle size={14} aria-hidden />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

/** What the thresholds did that were decided from the training of each fold alone. */
function ratesSentence(falseReject: number | null, figures: Evaluation['figures']): string {
  const rates = figures?.rates
  const refused = rates?.falseReject ?? null
  const accepted = rates?.falseAccept ?? null
  if (refused !== null && accepted !== null) {
    return `At the threshold for unknown, ${withInterval(refused)} of the known voices were refused and ${withInterval(accepted)} of the strangers got a label.`
  }
  if (refused !== null) return `At the threshold for unknown, ${withInterval(refused)} of them were refused.`
  return falseReject === null ? '' : `The rule for unknown would refuse ${percentText(falseReject, 1)} of them.`
}

function withInterval({ share, interval }: { readonly share: number; readonly interval: readonly number[] }): string {
  return `${percentText(share, 1)} (${percentText(interval[0], 1)} to ${percentText(interval[1], 1)})`
}
