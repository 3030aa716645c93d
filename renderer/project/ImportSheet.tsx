import { useEffect, useMemo, useState } from 'react'
import { Button, Modal, SegmentedControl, Table, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { LabelRule } from '../../src/engine/contract'
import { useEngine } from '../engine'
import { host } from '../host'
import { useNavigation } from '../navigation'
import { ErrorNote } from '../widgets/ErrorNote'
import { LabelMark } from '../widgets/LabelMark'

const filesShown = 200

type RuleKind = LabelRule['from']

const ruleHelp: Readonly<Record<RuleKind, string>> = {
  folder: 'A recording’s label is the name of the folder it stands in.',
  pattern: 'Matched against the name without its extension. Each {part} takes a piece; {label} is the label.',
  csv: 'A table on the engine’s machine with the columns path and label.',
  none: 'Recordings come in without labels; give them in the table.',
}

/** What an import would bring, before it is done: files, labels as guessed, and what is left out and why. */
export function ImportSheet() {
  const engine = useEngine()
  const opened = useNavigation((state) => state.sheet === 'import')
  const paths = useNavigation((state) => state.importPaths)
  const openSheet = useNavigation((state) => state.openSheet)
  const [from, setFrom] = useState<RuleKind>('folder')
  const [pattern, setPattern] = useState('{label}_{take}')
  const [csv, setCsv] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [settledPattern] = useDebouncedValue(pattern, 250)
  const [settledCsv] = useDebouncedValue(csv, 400)
  useEffect(() => setError(null), [opened, paths])

  const rule = useMemo<LabelRule>(() => {
    if (from === 'pattern') return { from, pattern: settledPattern }
    if (from === 'csv') return { from, file: settledCsv }
    return { from }
  }, [from, settledPattern, settledCsv])
  const ready = opened && paths.length > 0 && (from !== 'csv' || settledCsv !== '')
  const preview = useQuery({
    queryKey: ['import', paths, rule],
    enabled: ready,
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: () => engine.recordings.previewImport({ paths: [...paths], labels: rule }),
  })
  const found = ready ? preview.data : undefined

  const start = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await engine.jobs.start({ request: { kind: 'import', paths: [...paths], labels: rule, role: 'training' } })
      useNavigation.getState().importFrom([])
      useNavigation.getState().go('recordings')
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const pickCsv = async (): Promise<void> => {
    const [file] = await host.pickFiles()
    if (file) setCsv(file)
  }
  const close = (): void => {
    useNavigation.getState().importFrom([])
    openSheet(null)
  }
  const failure = error ?? preview.error
  return (
    <Modal opened={opened} onClose={close} title="Import recordings" size={860}>
      <div className="sheet">
        <ul className="path-list">
          {paths.map((path) => (
            <li key={path} className="cut" title={path}>
              {path}
            </li>
          ))}
        </ul>
        <div>
          <div className="field-title" id="label-rule">
            Labels
          </div>
          <SegmentedControl
            aria-labelledby="label-rule"
            value={from}
            onChange={(value) => setFrom(value)}
            data={[
              { value: 'folder', label: 'From folders' },
              { value: 'pattern', label: 'From names' },
              { value: 'csv', label: 'From a CSV' },
              { value: 'none', label: 'None' },
            ]}
          />
          <p className="field-help">{ruleHelp[from]}</p>
          {from === 'pattern' && (
            <TextInput
              aria-label="Pattern of the names"
              className="mono"
              value={pattern}
              onChange={(event) => setPattern(event.currentTarget.value)}
            />
          )}
          {from === 'csv' && (
            <TextInput
              aria-label="CSV file"
              placeholder="Path of the CSV file"
              value={csv}
              onChange={(event) => setCsv(event.currentTarget.value)}
              rightSectionWidth={76}
              rightSection={
                host.kind === 'desktop' ? (
                  <Button size="compact-xs" variant="subtle" onClick={() => void pickCsv()}>
                    Choose…
                  </Button>
                ) : null
              }
            />
          )}
        </div>
        {failure != null && <ErrorNote error={failure} />}
        <div className="import-result" aria-live="polite" data-busy={preview.isFetching || undefined}>
          <section aria-labelledby="found-title">
            <h3 id="found-title">
              {found ? `${found.fileCount} recordings found` : preview.isFetching ? 'Looking' : 'Nothing to show yet'}
            </h3>
            <div className="import-files" tabIndex={0} role="region" aria-label="Recordings found">
              <Table stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Name</Table.Th>
                    <Table.Th>Label</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {found?.files.slice(0, filesShown).map((file) => (
                    <Table.Tr key={file.path}>
                      <Table.Td className="cut" title={file.path}>
                        {file.name}
                      </Table.Td>
                      <Table.Td>
                        <LabelMark label={file.label} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              {found && found.fileCount > filesShown && (
                <p className="dimmed import-more">
                  and {found.fileCount - Math.min(filesShown, found.files.length)} more
                </p>
              )}
            </div>
          </section>
          <section aria-labelledby="labels-title">
            <h3 id="labels-title">
              {found ? `${found.labels.filter(({ label }) => label !== null).length} labels` : 'Labels'}
            </h3>
            <ul className="import-labels" tabIndex={0}>
              {found?.labels.map(({ label, count }) => (
                <li key={label ?? ''}>
                  <LabelMark label={label} />
                  <span className="number">{count}</span>
                </li>
              ))}
            </ul>
            {found && found.skippedCount > 0 && (
              <>
                <h3>{found.skippedCount === 1 ? '1 file is left out' : `${found.skippedCount} files are left out`}</h3>
                <ul className="import-skipped" tabIndex={0}>
                  {found.skipped.map(({ path, reason }) => (
                    <li key={path}>
                      <span className="cut" title={path}>
                        {path.split(/[\\/]/).at(-1)}
                      </span>
                      <span className="dimmed">{reason}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
        </div>
        <div className="sheet-foot">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button data-autofocus loading={busy} disabled={!found || found.fileCount === 0} onClick={() => void start()}>
            {found ? `Import ${found.fileCount} recordings` : 'Import'}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
