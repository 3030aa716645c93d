import { Table, UnstyledButton } from '@mantine/core'
import type { Evaluation } from '../../../src/engine/contract'
import { perLabelRows, perLabelTitle } from '../../charts/perLabel'
import { percentText } from '../../charts/rounded'
import { LabelMark } from '../../widgets/LabelMark'
import type { CellChoice } from './ConfusionView'

interface PerLabelTableProps {
  readonly evaluation: Evaluation
  readonly onCell: (cell: CellChoice) => void
}

/** Figures of each label, the weakest first; what it was taken for opens those recordings. */
export function PerLabelTable({ evaluation, onCell }: PerLabelTableProps) {
  const rows = perLabelRows(evaluation.perLabel, evaluation.labels, evaluation.confusion)
  const share = (value: number | null): string => (value === null ? '–' : percentText(value, 1))
  return (
    <section className="per-label" aria-label="Figures per label">
      <h2>{perLabelTitle(evaluation.perLabel)}</h2>
      <Table highlightOnHover aria-label="Per label">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Label</Table.Th>
            <Table.Th scope="col" className="figure">
              Recordings
            </Table.Th>
            <Table.Th scope="col" className="figure" title="Of its own recordings, the share that got this label">
              Recall
            </Table.Th>
            <Table.Th
              scope="col"
              className="figure"
              title="Of the recordings that got this label, the share it is true of"
            >
              Precision
            </Table.Th>
            <Table.Th scope="col" className="figure" title="Harmonic mean of precision and recall">
              F1
            </Table.Th>
            <Table.Th scope="col">Most often taken for</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.label}>
              <Table.Td>
                <UnstyledButton
                  className="cell-link"
                  aria-label={`${row.label}: recordings that were right`}
                  onClick={() => onCell({ truth: row.label, answer: row.label })}
                >
                  <LabelMark label={row.label} />
                </UnstyledButton>
              </Table.Td>
              <Table.Td className="figure">{row.recordings}</Table.Td>
              <Table.Td className="figure">{share(row.recall)}</Table.Td>
              <Table.Td className="figure">{share(row.precision)}</Table.Td>
              <Table.Td className="figure">{share(row.f1)}</Table.Td>
              <Table.Td>
                {row.takenFor === null ? (
                  <span className="dimmed">never mistaken</span>
                ) : (
                  <TakenFor truth={row.label} {...row.takenFor} onCell={onCell} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

interface TakenForProps {
  readonly truth: string
  readonly label: string
  readonly count: number
  readonly onCell: (cell: CellChoice) => void
}

function TakenFor({ truth, label, count, onCell }: TakenForProps) {
  return (
    <UnstyledButton
      className="cell-link"
      aria-label={`${truth} taken for ${label}: ${count}`}
      onClick={() => onCell({ truth, answer: label })}
    >
      <LabelMark label={label} /> <span className="number">× {count}</span>
    </UnstyledButton>
  )
}
