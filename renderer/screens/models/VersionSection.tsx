import { useState } from 'react'
import { Button, Group, NativeSelect } from '@mantine/core'
import { IconHistory, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { BankDetail, BankSummary } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'

interface VersionSectionProps {
  readonly bank: BankDetail
  readonly banks: readonly BankSummary[]
  readonly comparedId: number | null
  readonly busy: boolean
  readonly onCompare: (id: number | null) => void
  readonly onUpdate: (jobId: number) => void
}

/** What has become of the bank's material, its next version at a button, and its earlier ones to compare with. */
export function VersionSection({ bank, banks, comparedId, busy, onCompare, onUpdate }: VersionSectionProps) {
  const engine = useEngine()
  const [failure, setFailure] = useState<unknown>(null)
  const changes = useQuery({
    queryKey: queryKeys.recordings('changes', bank.id),
    queryFn: () => engine.banks.changes({ id: bank.id }),
  })
  const versions = banks.filter(({ lineageId }) => lineageId === bank.lineageId)
  const newest = Math.max(...versions.map(({ version }) => version), bank.version)
  const others = [...versions, ...banks.filter(({ lineageId }) => lineageId !== bank.lineageId)].filter(
    ({ id }) => id !== bank.id,
  )
  const changed = (changes.data?.labels ?? []).filter(({ change }) => change !== 'same')

  const update = async (): Promise<void> => {
    setFailure(null)
    try {
      onUpdate((await engine.jobs.start({ request: { kind: 'update', bankId: bank.id } })).jobId)
    } catch (error) {
      setFailure(error)
    }
  }
  const restore = async (): Promise<void> => {
    setFailure(null)
    try {
      useFocus.getState().focusBank((await engine.banks.restore({ id: bank.id })).id)
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <section aria-label="Versions">
      <h2>
        Version {bank.version}
        {newest > bank.version && <span className="dimmed"> of {newest}</span>}
      </h2>
      {changes.error && <ErrorNote error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.data && (
        <p className="plain">
          {changes.data.upToDate
            ? 'Its recordings and labels are as they were when it learned from them.'
            : 'What it learned from has changed since:'}
        </p>
      )}
      {changed.length > 0 && (
        <ul className="version-changes" aria-label="Labels with changes">
          {changed.slice(0, 8).map(({ label, reason }) => (
            <li key={label}>
              <LabelMark label={label} /> <span className="dimmed">{reason}</span>
            </li>
          ))}
          {changed.length > 8 && <li className="dimmed">and {changed.length - 8} more</li>}
        </ul>
      )}
      <Group gap={6}>
        {changes.data && !changes.data.upToDate && (
          <Button leftSection={<IconRefresh size={14} />} disabled={busy} onClick={() => void update()}>
            Update bank: {countText(changed.length, 'label')} {changed.length === 1 ? 'has' : 'have'} new material
          </Button>
        )}
        {newest > bank.version && (
          <Button variant="default" leftSection={<IconHistory size={14} />} onClick={() => void restore()}>
            Take this version again
          </Button>
        )}
      </Group>
      {others.length > 0 && (
        <NativeSelect
          mt={8}
          size="xs"
          label="Compare with"
          value={comparedId === null ? '' : String(comparedId)}
          data={[
            { value: '', label: 'nothing' },
            ...others.map((other) => ({
              value: String(other.id),
              label: other.lineageId === bank.lineageId ? `${other.name}, version ${other.version}` : other.name,
            })),
          ]}
          onChange={({ currentTarget: { value } }) => onCompare(value === '' ? null : Number(value))}
        />
      )}
      {failure !== null && <ErrorNote error={failure} />}
    </section>
  )
}
