import { useEffect, useState } from 'react'
import { Breadcrumbs, Button, Checkbox, FileButton, Modal, TextInput, UnstyledButton } from '@mantine/core'
import { IconDatabase, IconFile, IconFolder, IconMusic } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../../src/engine/contract'
import { useEngine } from '../engine'
import { host } from '../host'
import { ErrorNote } from '../widgets/ErrorNote'
import { useFolderBrowser, type PathKind } from './folderBrowser'

type Entry = Outputs['system']['listFolder']['entries'][number]

const icons = { folder: IconFolder, audio: IconMusic, project: IconDatabase, other: IconFile }

const titles: Readonly<Record<PathKind, string>> = {
  files: 'Choose recordings',
  folders: 'Choose folders of recordings',
  project: 'Choose a project',
}

const sizeWords = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`

function canChoose(kind: PathKind, entry: Entry): boolean {
  if (kind === 'files') return entry.kind === 'audio'
  if (kind === 'folders') return entry.kind === 'folder'
  return entry.kind === 'project'
}

/** The parts of an absolute path, each with the path up to it. */
function crumbs(path: string): { name: string; path: string }[] {
  const parts = path.split(/(?<=[\\/])/)
  return parts.map((part, index) => ({
    name: part.replace(/[\\/]$/, '') || part,
    path: parts.slice(0, index + 1).join(''),
  }))
}

/** Looks around on the engine's machine, for browsers, which cannot show that machine's own dialog. */
export function FolderBrowser() {
  const engine = useEngine()
  const { kind, answer } = useFolderBrowser()
  const [path, setPath] = useState<string | undefined>(undefined)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [uploadError, setUploadError] = useState<unknown>(null)
  const shownKind = kind ?? 'folders'
  const { data, error } = useQuery({
    queryKey: ['folder', path],
    enabled: kind !== null,
    staleTime: 0,
    placeholderData: (before) => before,
    queryFn: () => engine.system.listFolder(path === undefined ? {} : { path }),
  })
  const here = data?.path ?? ''
  useEffect(() => setTyped(here), [here])
  useEffect(() => {
    setChosen(new Set())
    setUploadError(null)
  }, [kind, path])

  const choose = (entry: Entry): void => {
    if (canChoose(shownKind, entry)) {
      const next = new Set(shownKind === 'project' ? [] : chosen)
      if (!next.delete(entry.path)) next.add(entry.path)
      setChosen(next)
    } else setPath(entry.path)
  }
  const upload = async (files: File[]): Promise<void> => {
    try {
      answer(await host.upload(files))
    } catch (failure) {
      setUploadError(failure)
    }
  }
  const entries = (data?.entries ?? []).filter(
    (entry) => entry.kind !== 'other' && (shownKind !== 'project' || entry.kind !== 'audio'),
  )
  const answerPaths = chosen.size > 0 ? [...chosen] : [here]
  const chooseWords =
    chosen.size > 0
      ? `Choose ${chosen.size === 1 ? 'what is marked' : `${chosen.size} marked`}`
      : shownKind === 'files'
        ? 'Choose files'
        : 'Choose this folder'
  return (
    <Modal opened={kind !== null} onClose={() => answer([])} title={titles[shownKind]} size={640} zIndex={300}>
      <div className="sheet">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setPath(typed)
          }}
        >
          <TextInput
            aria-label="Folder on the engine’s machine"
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
        <Breadcrumbs separator="/" separatorMargin={4} className="crumbs">
          {crumbs(here).map((crumb) => (
            <UnstyledButton key={crumb.path} onClick={() => setPath(crumb.path)}>
              {crumb.name}
            </UnstyledButton>
          ))}
        </Breadcrumbs>
        {error && <ErrorNote error={error} />}
        {uploadError !== null && <ErrorNote error={uploadError} />}
        <ul className="folder-entries" aria-label="Entries of the folder">
          {entries.map((entry) => {
            const EntryIcon = icons[entry.kind]
            return (
              <li key={entry.path}>
                {canChoose(shownKind, entry) ? (
                  <Checkbox
                    aria-label={`Mark ${entry.name}`}
                    checked={chosen.has(entry.path)}
                    onChange={() => choose(entry)}
                  />
                ) : (
                  <span className="checkbox-place" />
                )}
                <UnstyledButton
                  className="folder-entry"
                  onClick={() => (entry.kind === 'folder' ? setPath(entry.path) : choose(entry))}
                >
                  <EntryIcon size={16} stroke={1.5} aria-hidden />
                  <span className="cut">{entry.name}</span>
                  <span className="dimmed tabular">{entry.kind === 'audio' ? sizeWords(entry.bytes) : ''}</span>
                </UnstyledButton>
              </li>
            )
          })}
          {data && entries.length === 0 && <li className="dimmed folder-none">Nothing to choose in this folder.</li>}
        </ul>
        <div className="sheet-foot">
          {shownKind !== 'project' && (
            <FileButton multiple accept="audio/*" onChange={(files) => void upload(files)}>
              {(props) => (
                <Button variant="subtle" className="sheet-aside" {...props}>
                  Send files from this computer…
                </Button>
              )}
            </FileButton>
          )}
          <Button variant="default" onClick={() => answer([])}>
            Cancel
          </Button>
          <Button disabled={shownKind === 'files' && chosen.size === 0} onClick={() => answer(answerPaths)}>
            {chooseWords}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
