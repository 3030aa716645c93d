import { useCallback, useEffect, useRef, useState } from 'react'
import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { useRecordingOrder, type RecordingQuery } from '../../recordingOrder'
import { select, useSelection } from '../../selection'
import { ErrorNote } from '../../widgets/ErrorNote'
import { EmptyState } from '../../widgets/EmptyState'
import { RecordingRow, type Pick } from './RecordingRow'
import type { Filters } from './filters'
import { useRecordingWindow } from './useRecordingWindow'

interface RecordingTableProps {
  readonly query: RecordingQuery
  readonly filters: Filters
  onChange(part: Partial<Filters>): void
}

const rowPixels = 32
const mostRowsAtOnce = 1000

const columns: readonly { title: string; sort?: Filters['sort']; className: string }[] = [
  { title: 'Play', className: 'col-play' },
  { title: 'Sound', className: 'col-wave' },
  { title: 'Name', sort: 'name', className: 'col-name' },
  { title: 'Label', sort: 'label', className: 'col-label' },
  { title: 'Duration', sort: 'duration', className: 'col-duration' },
  { title: 'Level', sort: 'level', className: 'col-level' },
  { title: 'Rate', className: 'col-rate' },
  { title: 'Format', className: 'col-format' },
  { title: 'Features', className: 'col-features' },
  { title: 'Notes', className: 'col-notes' },
]

/** The table of recordings: only the rows in sight exist, so that it scrolls alike with 10 and with 100,000. */
export function RecordingTable({ query, filters, onChange }: RecordingTableProps) {
  const engine = useEngine()
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef(0)
  const [sight, setSight] = useState({ first: 0, last: 40 })
  const [editing, setEditing] = useState<number | null>(null)
  const { total, rowAt, error, loading } = useRecordingWindow(query, sight.first, sight.last)
  const ids = useSelection((selection) => selection.ids)
  const focusedId = useFocus((focus) => focus.recordingId)
  const cursor = useRecordingOrder((order) => order.index)
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 12,
    onChange: (instance) => {
      const items = instance.getVirtualItems()
      const first = items[0]?.index ?? 0
      const last = items.at(-1)?.index ?? 0
      setSight((before) => (before.first === first && before.last === last ? before : { first, last }))
    },
  })

  useEffect(() => {
    useRecordingOrder.setState({ query })
    scroller.current?.scrollTo({ top: 0 })
  }, [query])
  useEffect(() => {
    if (cursor >= 0 && cursor < total) virtualizer.scrollToIndex(cursor, { align: 'auto' })
  }, [cursor, total, virtualizer])

  const idsBetween = useCallback(
    async (one: number, other: number): Promise<number[]> => {
      const [from, to] = one < other ? [one, other] : [other, one]
      const found: number[] = []
      for (let offset = from; offset <= to; offset += mostRowsAtOnce) {
        const limit = Math.min(mostRowsAtOnce, to - offset + 1)
        const { rows } = await engine.recordings.list({ ...query, offset, limit })
        found.push(...rows.map(({ id }) => id))
      }
      return found
    },
    [engine, query],
  )
  // Kept the same between renderings, so that scrolling renders only the rows that come into sight.
  const pick = useCallback(
    async (index: number, id: number, how: Pick): Promise<void> => {
      const { ids } = useSelection.getState()
      useRecordingOrder.setState({ index })
      if (how !== 'toggle' || !ids.has(id)) useFocus.getState().focusRecording(id)
      if (how === 'range') {
        select(await idsBetween(anchor.current, index))
        return
      }
      anchor.current = index
      const next = new Set(how === 'toggle' ? ids : [])
      if (!next.delete(id)) next.add(id)
      select(next)
    },
    [idsBetween],
  )
  const edit = useCallback((id: number | null): void => {
    setEditing(id)
    if (id === null) scroller.current?.focus({ preventScroll: true })
  }, [])
  const moveTo = async (index: number, how: Pick): Promise<void> => {
    const at = Math.min(total - 1, Math.max(0, index))
    const id = rowAt(at)?.id ?? (await idsBetween(at, at))[0]
    if (id !== undefined) await pick(at, id, how)
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.target !== scroller.current) return
    const pageful = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPixels) - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + pageful,
      PageUp: cursor - pageful,
      Home: 0,
      End: total - 1,
    }
    if (event.key in steps) void moveTo(steps[event.key], event.shiftKey ? 'range' : 'one')
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      void idsBetween(0, total - 1).then(select)
    } else if ((event.key === 'F2' || event.key === 'Enter') && focusedId !== null) setEditing(focusedId)
    else if (event.key === 'Escape') select([])
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const sortBy = (sort: Filters['sort']): void =>
    onChange({ sort, descending: filters.sort === sort ? !filters.descending : false })

  if (error !== null) return <ErrorNote error={error} />
  return (
    <div
      className="table"
      role="grid"
      aria-label="Recordings"
      aria-rowcount={total + 1}
      aria-multiselectable
      aria-colcount={columns.length}
    >
      <div className="table-head" role="rowgroup">
        <div className="row" role="row" aria-rowindex={1}>
          {columns.map(({ title, sort, className }) => (
            <div
              key={title}
              role="columnheader"
              className={`cell ${className}`}
              aria-sort={sort && filters.sort === sort ? (filters.descending ? 'descending' : 'ascending') : undefined}
            >
              {sort ? (
                <UnstyledButton className="sort-button" onClick={() => sortBy(sort)}>
                  {title}
                  {filters.sort === sort &&
                    (filters.descending ? <IconArrowDown size={12} /> : <IconArrowUp size={12} />)}
                </UnstyledButton>
              ) : (
                title
              )}
            </div>
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        className="table-body"
        role="rowgroup"
        tabIndex={0}
        aria-label="Rows; arrows move, Enter edits the label"
        onKeyDown={onKeyDown}
      >
        {total === 0 && !loading && (
          <EmptyState title="Nothing fits the filter">Clear the text, the label or “Problems only”.</EmptyState>
        )}
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }} role="presentation">
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rowAt(index)
            return (
              <RecordingRow
                key={row?.id ?? `place-${index}`}
                row={row}
                index={index}
                top={start}
                selected={row !== undefined && ids.has(row.id)}
                focused={row !== undefined && row.id === focusedId}
                editing={row !== undefined && row.id === editing}
                onPick={pick}
                onEdit={edit}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}
