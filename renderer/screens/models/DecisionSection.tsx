import { Table } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { BankDetail } from '../../../src/engine/contract'
import { percentText } from '../../charts/rounded'
import { scorerText, scorerWords } from '../../charts/scorerWords'
import { DecisionCosts } from './DecisionCosts'
import { calibrationText, rateText, type Decision } from './decisionWords'

/** How the bank decides: by which score, at which threshold, with what errors to expect, and at what costs. */
export function DecisionSection({ bank }: { readonly bank: BankDetail }) {
  const { decision } = bank
  const { scorer, rates, calibration, warnings, measured } = decision
  const adapted = measured.find((one) => one.scorer === scorer.scorer)?.adapted ?? bank.background !== null
  return (
    <section aria-label="Decision">
      <h2>Decision</h2>
      <p className="plain">{decision.description}</p>
      <dl className="facts">
        <dt>Scorer</dt>
        <dd title={scorerWords[scorer.scorer].help}>
          {scorerText(scorer.scorer, adapted && scorer.scorer.startsWith('background'))}
        </dd>
        {rates && (
          <>
            <dt className="wide">Refused though known</dt>
            <dd className="wide">{rateText(rates.falseReject)}</dd>
            <dt className="wide">Named though a stranger</dt>
            <dd className="wide">
              {rates.falseAccept === null ? 'could not be measured' : rateText(rates.falseAccept)}
            </dd>
          </>
        )}
        {calibration && (
          <>
            <dt className="wide">Calibration (Cllr)</dt>
            <dd className="wide">{calibrationText(calibration)}</dd>
          </>
        )}
      </dl>
      {warnings.length > 0 && (
        <ul className="train-warnings" aria-label="What the data cannot support">
          {warnings.map((warning) => (
            <li key={warning}>
              <IconAlertTriangle size={14} aria-hidden />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
      <DecisionCosts bank={bank} />
      {measured.length > 0 && <Measured measured={measured} chosen={scorer.scorer} />}
    </section>
  )
}

interface MeasuredProps {
  readonly measured: Decision['measured']
  readonly chosen: Decision['scorer']['scorer']
}

/** Every scorer that the data allowed to measure, best first. */
function Measured({ measured, chosen }: MeasuredProps) {
  const rows = [...measured].sort(
    (one, other) => (one.equalErrorRate ?? 1) - (other.equalErrorRate ?? 1) || other.accuracy - one.accuracy,
  )
  return (
    <details className="train-more">
      <summary>Scorers measured</summary>
      <Table aria-label="Scorers measured" horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Scorer</Table.Th>
            <Table.Th scope="col" className="figure" title="Equal error rate of telling known from left-out labels">
              EER
            </Table.Th>
            <Table.Th scope="col" className="figure">
              Right
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ scorer, adapted, equalErrorRate, accuracy }) => (
            <Table.Tr key={`${scorer} ${adapted}`} aria-current={scorer === chosen ? 'true' : undefined}>
              <Table.Td title={scorerWords[scorer].help}>
                {scorerText(scorer, adapted)}
                {scorer === chosen && <span className="dimmed"> · chosen</span>}
              </Table.Td>
              <Table.Td className="figure">{equalErrorRate === null ? '–' : percentText(equalErrorRate, 1)}</Table.Td>
              <Table.Td className="figure">{percentText(accuracy, 1)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  )
}
