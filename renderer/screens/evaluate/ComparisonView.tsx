import { ActionIcon, Table, UnstyledButton } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { usePlayer } from '../../player'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'

interface ComparisonViewProps {
  readonly firstId: number
  readonly secondId: number
}

/** Disagreements beyond this many are not listed: the counts above tell of them. */
const mostListed = 200

/** What two evaluations did with the recordings that both were asked about, and whether chance would do as much. */
export function ComparisonView({ firstId, secondId }: ComparisonViewProps) {
  const engine = useEngine()
  const focusedId = useFocus((focus) => focus.recordingId)
  const comparison = useQuery({
    queryKey: queryKeys.evaluations('compare', firstId, secondId),
    queryFn: () => engine.evaluations.compare({ first: firstId, second: secondId }),
  })
  if (comparison.error) return <ErrorNote error={comparison.error} onRetry={() => void comparison.refetch()} />
  const { data } = comparison
  if (!data) return <p className="note dimmed">Comparing</p>
  const listed = data.disagreements.slice(0, mostListed)
  return (
    <section className="comparison" aria-label="Comparison of two evaluations">
      <h2>{data.outcome}</h2>
      <div className="comparison-counts">
        <Table aria-label="What both did with the same recordings" withTableBorder={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{data.shared.toLocaleString('en-US')} recordings</Table.Th>
              <Table.Th scope="col" className="figure">
                Other right
              </Table.Th>
              <Table.Th scope="col" className="figure">
                Other wrong
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row">This right</Table.Th>
              <Table.Td className="figure">{data.bothRight.toLocaleString('en-US')}</Table.Td>
              <Table.Td className="figure">{data.onlyFirstRight.toLocaleString('en-US')}</Table.Td>
            </Table.Tr>
            <Table.Tr>
              <Table.Th scope="row">This wrong</Table.Th>
              <Table.Td className="figure">{data.onlySecondRight.toLocaleString('en-US')}</Table.Td>
              <Table.Td className="figure">{data.bothWrong.toLocaleString('en-US')}</Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
        <p className="dimmed tabular">McNemar’s exact test: p = {probabilityText(data.pValue)}</p>
      </div>
      {listed.length === 0 ? (
        <p className="dimmed">There is no recording that exactly one of them had right.</p>
      ) : (
        <Table aria-label="Recordings that exactly one of them had right" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Exactly one was right</Table.Th>
              <Table.Th scope="col">Truth</Table.Th>
              <Table.Th scope="col">This said</Table.Th>
              <Table.Th scope="col">The other said</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {listed.map(({ recordingId, name, truth, first, second }) => (
              <Table.Tr key={recordingId} aria-current={recordingId === focusedId ? 'true' : undefined}>
                <Table.Td>
                  <span className="played-name">
                    <ActionIcon
                      size="sm"
                      aria-label={`Play ${name}`}
                      onClick={() => void usePlayer.getState().playRange(recordingId, 0, Infinity)}
                    >
                      <IconPlayerPlayFilled size={12} />
                    </ActionIcon>
                    <UnstyledButton
                      className="cell-link"
                      onClick={() => useFocus.getState().focusRecording(recordingId)}
                    >
                      {name}
                    </UnstyledButton>
                  </span>
                </Table.Td>
                <Table.Td>
                  <LabelMark label={truth} />
                </Table.Td>
                <Table.Td>
                  <LabelMark label={first} />
                </Table.Td>
                <Table.Td>
                  <LabelMark label={second} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {data.disagreements.length > listed.length && (
        <p className="dimmed">and {(data.disagreements.length - listed.length).toLocaleString('en-US')} more</p>
      )}
    </section>
  )
}

/** A probability to two digits, and a very small one as what it is below. */
function probabilityText(probability: number): string {
  return probability < 0.0001 ? 'under 0.0001' : String(Number(probability.toPrecision(2)))
}
