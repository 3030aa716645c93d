import { useEffect, useMemo, useRef, useState } from 'react'
import { Kbd, Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { commands, runCommand, type Command } from '../commands'
import { queryKeys, useEngine } from '../engine'
import { useFocus } from '../focus'
import { keyCaps } from '../keyPress'
import { useNavigation } from '../navigation'
import { select } from '../selection'

interface Choice {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly keys?: string
  run(): void
}

const recordingsShown = 8

/** Whether every word of what was typed begins or is within a word of the title. */
function fits(title: string, typed: string): boolean {
  const within = title.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word))
}

/** Titles that begin with what was typed come first; starting over with another project comes last. */
function rank({ title, group }: Command, typed: string): number {
  const begins = typed !== '' && title.toLowerCase().startsWith(typed.toLowerCase())
  return (begins ? 0 : 2) + (group === 'Project' ? 1 : 0)
}

/** Any command, and any recording by name, under one key. */
export function CommandPalette({ projectOpen }: { readonly projectOpen: boolean }) {
  const engine = useEngine()
  const opened = useNavigation((state) => state.sheet === 'palette')
  const openSheet = useNavigation((state) => state.openSheet)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const text = typed.trim()
  const search = { text, limit: recordingsShown }
  const { data: found } = useQuery({
    queryKey: queryKeys.recordings('palette', search),
    enabled: opened && projectOpen && text.length > 0,
    queryFn: () => engine.recordings.list(search),
  })
  const choices = useMemo<readonly Choice[]>(() => {
    const close = (): void => openSheet(null)
    const offered = [...commands]
      .sort((one, other) => rank(one, text) - rank(other, text))
      .filter(({ needsProject, keyOnly }) => !keyOnly && (projectOpen || !needsProject))
      .filter(({ title, group }) => fits(`${group} ${title}`, text))
      .map((command): Choice => {
        const run = (): void => {
          close()
          void runCommand(command)
        }
        return {
          id: command.id,
          group: command.group,
          title: command.title,
          run,
          ...(command.keys ? { keys: command.keys } : {}),
        }
      })
    const recordings = (text.length > 0 ? (found?.rows ?? []) : []).map((row): Choice => ({
      id: `recording.${row.id}`,
      group: 'Recording',
      title: row.label === null ? row.name : `${row.name} (${row.label})`,
      run: () => {
        close()
        useFocus.getState().focusRecording(row.id)
        select([row.id])
        if (useNavigation.getState().screen !== 'features') useNavigation.getState().go('recordings')
      },
    }))
    return [...offered, ...recordings]
  }, [text, found, projectOpen, openSheet])
  useEffect(() => setAt(0), [text])
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const onKey = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter') choices[at]?.run()
    else if (event.key === 'ArrowDown') setAt((now) => Math.min(choices.length - 1, now + 1))
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(0, now - 1))
    else return
    event.preventDefault()
  }
  const active = choices[at]
  return (
    <Modal
      opened={opened}
      onClose={() => openSheet(null)}
      onExitTransitionEnd={() => setTyped('')}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': 'Search or run a command' } }}
    >
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className="palette-input"
        leftSection={<IconSearch size={16} aria-hidden />}
        placeholder={projectOpen ? 'A command, or part of a recording’s name' : 'A command'}
        aria-label="Command or recording"
        role="combobox"
        aria-expanded
        aria-controls="palette-choices"
        aria-activedescendant={active ? `palette-${active.id}` : undefined}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <ul
        ref={list}
        id="palette-choices"
        className="palette-choices"
        role="listbox"
        aria-label="Commands and recordings"
      >
        {choices.map((choice, index) => (
          <li
            key={choice.id}
            id={`palette-${choice.id}`}
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            onClick={() => choice.run()}
          >
            <span className="palette-group dimmed">{choice.group}</span>
            <span className="cut">{choice.title}</span>
            {choice.keys && (
              <span className="caps">
                {keyCaps(choice.keys).map((cap) => (
                  <Kbd key={cap} size="xs">
                    {cap}
                  </Kbd>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="palette-none dimmed">Nothing is called “{text}”.</p>}
    </Modal>
  )
}
