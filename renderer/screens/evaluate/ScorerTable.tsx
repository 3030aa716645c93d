import { Table } from '@mantine/core'
import { IconStarFilled } from '@tabler/icons-react'
import { percentText } from '../../charts/rounded'
import { scorerText, scorerWords } from '../../charts/scorerWords'
import { rankedScorers, type Figures, type ScorerFigures } from './figures'

const share = (value: number | null | undefined): string => (value == null ? '–' : percentText(value, 1))
const bits = (value: number | null | undefined): string => (value == null ? '–' : value.toFixed(3))

/** Every scorer that the data allow, side by side; the one that is recommended carries a star and its reason. */
export function ScorerTable({ figures }: { readonly figures: Figures }) {
  const rows = rankedScorers(figures)
  const strangers = rows.some(({ openSet }) => openSet !== null)
  const detection = (row: ScorerFigures) => (strangers ? row.openSet : row.verification)
  return (
    <section className="per-label" aria-label="Scorers">
      <h2>{scorerText(figures.scorer, figures.adapted)} is the scorer to go by</h2>
      <p>{figures.recommendation}</p>
      <Table highlightOnHover aria-label="Scorers side by side">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Scorer</Table.Th>
            <Table.Th
              scope="col"
              className="figure"
              title="Share of recordings of known labels whose best label is right"
            >
              Accuracy
            </Table.Th>
            <Table.Th scope="col" className="figure">
              95 % interval
            </Table.Th>
            <Table.Th
              scope="col"
              className="figure"
              title={
                strangers
                  ? 'Equal error rate of telling known voices from strangers'
                  : 'Equal error rate of telling a recording’s own label from the others'
              }
            >
              EER
            </Table.Th>
            <Table.Th scope="col" className="figure" title="Least detection cost where 1 % are targets, normalized">
              minDCF
            </Table.Th>
            <Table.Th
              scope="col"
              className="figure"
              title="Cost of the calibrated likelihood ratios in bits, and the least that the order of the scores allows"
            >
              Cllr (least), bits
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const recommended = row.scorer === figures.scorer && row.adapted === figures.adapted
            const measured = detection(row)
            return (
              <Table.Tr key={`${row.scorer} ${row.adapted}`} aria-current={recommended ? 'true' : undefined}>
                <Table.Th scope="row" title={scorerWords[row.scorer].help}>
                  <span className="scorer-name">
                    {scorerText(row.scorer, row.adapted)}
                    {recommended && (
                      <span className="recommended">
                        <IconStarFilled size={12} aria-hidden /> recommended
                      </span>
                    )}
                  </span>
                </Table.Th>
                <Table.Td className="figure">{percentText(row.accuracy.share, 1)}</Table.Td>
                <Table.Td className="figure dimmed">
                  {percentText(row.accuracy.interval[0], 1)} to {percentText(row.accuracy.interval[1], 1)}
                </Table.Td>
                <Table.Td className="figure">{share(measured?.equalErrorRate)}</Table.Td>
                <Table.Td className="figure">{bits(measured?.minimumCosts[0]?.cost)}</Table.Td>
                <Table.Td className="figure">
                  {bits(measured?.cllr)} <span className="dimmed">({bits(measured?.minimumCllr)})</span>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </section>
  )
}
