import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BankComparison, BankSummary } from '../../../src/engine/contract'
import { countText, natsText } from '../../charts/rounded'
import { queryKeys, useEngine } from '../../engine'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'

interface BankComparisonViewProps {
  readonly first: BankSummary
  readonly second: BankSummary
  readonly onClose: () => void
}

const changeWords = { same: 'the same', refitted: 'fitted again', added: 'new', removed: 'gone' } as const

/** Two banks side by side: which labels differ and how far, what else is different, and what both answered. */
export function BankComparisonView({ first, second, onClose }: BankComparisonViewProps) {
  const engine = useEngine()
  const comparison = useQuery({
    queryKey: queryKeys.bankView('compare', first.id, second.id),
    queryFn: () => engine.banks.compare({ first: first.id, second: second.id }),
  })
  const names = [first, second].map(({ name, version }) => `${name}, version ${version}`)
  return (
    <div className="bank-comparison">
      <header>
        <h2>{comparison.data?.outcome ?? 'Comparing'}</h2>
        <p className="dimmed">
          {names[0]} beside {names[1]}
        </p>
        <Button variant="default" onClick={onClose}>
          Back to the mixtures
        </Button>
      </header>
      {comparison.error && <ErrorNote error={comparison.error} onRetry={() => void comparison.refetch()} />}
      {comparison.data && <Compared data={comparison.data} names={names} />}
    </div>
  )
}

interface ComparedProps {
  readonly data: BankComparison
  readonly names: readonly string[]
}

function Compared({ data, names }: ComparedProps) {
  const { labels, differences, answers, answersNote } = data
  const count = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en-US'))
  return (
    <>
      {answers && (
        <p>
          Of {countText(answers.recordings, 'recording')} that neither learned from, both had {answers.bothRight} right
          and {answers.bothWrong} wrong; {answers.onlyFirstRight} only {names[0]}, {answers.onlySecondRight} only{' '}
          {names[1]} (McNemar’s exact test: p = {Number(answers.pValue.toPrecision(2))}).
        </p>
      )}
      {answersNote && <p className="dimmed">{answersNote}</p>}
      <Table aria-label="Labels of both banks" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Label</Table.Th>
            <Table.Th scope="col">Mixture</Table.Th>
            <Table.Th scope="col" className="figure">
              Frames
            </Table.Th>
            <Table.Th scope="col" className="figure">
              Components
            </Table.Th>
            <Table.Th
              scope="col"
              className="figure"
              title="Symmetrized Kullback-Leibler divergence, estimated with frames drawn from both"
            >
              Apart (nats)
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {labels.map(({ label, change, frames, components, divergence }) => (
            <Table.Tr key={label}>
              <Table.Td>
                <LabelMark label={label} />
              </Table.Td>
              <Table.Td className={change === 'same' ? 'dimmed' : undefined}>{changeWords[change]}</Table.Td>
              <Table.Td className="figure">
                {count(frames.first)} → {count(frames.second)}
              </Table.Td>
              <Table.Td className="figure">
                {count(components.first)} → {count(components.second)}
              </Table.Td>
              <Table.Td className="figure">{natsText(divergence)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {differences.length > 0 && (
        <Table aria-label="What else is different">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">What else is different</Table.Th>
              <Table.Th scope="col">{names[0]}</Table.Th>
              <Table.Th scope="col">{names[1]}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map(({ what, first, second }) => (
              <Table.Tr key={what}>
                <Table.Th scope="row">{what}</Table.Th>
                <Table.Td>{first}</Table.Td>
                <Table.Td>{second}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  )
}
