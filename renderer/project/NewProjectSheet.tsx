import { useEffect, useState } from 'react'
import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useEngine } from '../engine'
import { host } from '../host'
import { useNavigation } from '../navigation'
import { ErrorNote } from '../widgets/ErrorNote'
import { createProject } from './projectActs'

const automatic = 'auto'

const rates = [
  { value: automatic, label: 'As most recordings have, at most 16 kHz' },
  { value: '8000', label: '8 kHz (telephone)' },
  { value: '16000', label: '16 kHz (speech)' },
  { value: '22050', label: '22.05 kHz' },
  { value: '44100', label: '44.1 kHz (music, birds)' },
  { value: '48000', label: '48 kHz' },
]

const lastPart = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? 'Project'

/** A new project: what to import first, and where the project's folder is put. */
export function NewProjectSheet() {
  const engine = useEngine()
  const opened = useNavigation((state) => state.sheet === 'newProject')
  const dropped = useNavigation((state) => state.importPaths)
  const openSheet = useNavigation((state) => state.openSheet)
  const [sources, setSources] = useState<readonly string[]>([])
  const [place, setPlace] = useState('')
  const [rate, setRate] = useState(automatic)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    if (!opened) return
    setSources(dropped)
    setError(null)
  }, [opened, dropped])
  const name = sources.length > 0 ? lastPart(sources[0]) : 'Recordings'
  useEffect(() => {
    if (!opened) return
    let current = true
    engine.project.suggestPath({ name }).then(
      ({ path }) => current && setPlace(path),
      (failure: unknown) => current && setError(failure),
    )
    return () => {
      current = false
    }
  }, [opened, name, engine])

  const pick = async (): Promise<void> => {
    const paths = await host.pickFolders()
    if (paths.length > 0) setSources((before) => [...new Set([...before, ...paths])])
  }
  const pickPlace = async (): Promise<void> => {
    const path = await host.pickProjectFolder()
    if (path) setPlace(path)
  }
  const create = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await createProject(place, rate === automatic ? null : Number(rate))
      if (sources.length > 0) useNavigation.getState().importFrom(sources)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const close = (): void => {
    useNavigation.setState({ importPaths: [] })
    openSheet(null)
  }
  return (
    <Modal opened={opened} onClose={close} title="New project" size={560}>
      <form
        className="sheet"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <div>
          <div className="field-title">Recordings</div>
          {sources.length > 0 && (
            <ul className="path-list">
              {sources.map((path) => (
                <li key={path} className="cut" title={path}>
                  {path}
                </li>
              ))}
            </ul>
          )}
          <Button variant="default" data-autofocus onClick={() => void pick()}>
            {sources.length > 0 ? 'Add folders…' : 'Choose folders…'}
          </Button>
          <p className="field-help">They stay where they are. Folders can also be dropped anywhere, now or later.</p>
        </div>
        <TextInput
          label="Folder of the project"
          description="It holds the database and the computed features."
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          rightSectionWidth={76}
          rightSection={
            <Button size="compact-xs" variant="subtle" onClick={() => void pickPlace()}>
              Choose…
            </Button>
          }
        />
        <Select
          label="Sample rate"
          description="Every recording is brought to this rate before anything is computed."
          data={rates}
          value={rate}
          allowDeselect={false}
          onChange={(value) => setRate(value ?? automatic)}
        />
        {error !== null && <ErrorNote error={error} />}
        <div className="sheet-foot">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={place.trim() === ''}>
            Create the project
          </Button>
        </div>
      </form>
    </Modal>
  )
}
