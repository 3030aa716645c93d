import { useRef, useState, type KeyboardEvent } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { RecognitionResult } from '../../../src/engine/contract'
import { useFocus } from '../../focus'
import { ErrorNote } from '../../widgets/ErrorNote'
import { ResultRow } from './ResultRow'
import { useResultWindow, type ResultSort } from './useResultWindow'

const rowPixels = 46

interface ResultListProps {
  readonly bankId: number
  readonly sort: ResultSort
}

/** One row a recording; only the rows in sight exist. Arrows move, and what is chosen is focused everywhere. */
export function ResultList({ bankId, sort }: ResultListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [sight, setSight] = useState({ first: 0, last: 40 })
  const [cursor, setCursor] = useState(-1)
  const recordingId = useFocus((focus) => focus.recordingId)
  const { total, rowAt, error } = useResultWindow(bankId, sort, sight.first, sight.last)
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 10,
    onChange: (instance) => {
      const items = instance.getVirtualItems()
      const first = items[0]?.index ?? 0
      const last = items.at(-1)?.index ?? 0
      setSight((before) => (before.first === first && before.last === last ? before : { first, last }))
    },
  })
  const choose = (index: number, result: RecognitionResult | undefined): void => {
    setCursor(index)
    if (result) useFocus.getState().focusRecording(result.recordingId)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const pageful = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPixels) - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + pageful,
      PageUp: cursor - pageful,
      Home: 0,
      End: total - 1,
    }
    if (!(event.key in steps) || total === 0) return
    event.preventDefault()
    event.stopPropagation()
    const next = Math.min(total - 1, Math.max(0, steps[event.key]))
    virtualizer.scrollToIndex(next, { align: 'auto' })
    choose(next, rowAt(next))
  }
  if (error !== null) return <ErrorNote error={error} />
  const items = virtualizer.getVirtualItems()
  const active = items.find(({ index }) => rowAt(index)?.recordingId === recordingId)
  return (
    <div
      ref={scroller}
      className="result-list"
      role="listbox"
      tabIndex={0}
      aria-label="Recognized recordings"
      aria-activedescendant={active ? `result-${active.index}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }} role="presentation">
        {items.map(({ index, start }) => {
          const result = rowAt(index)
          return (
            <ResultRow
              key={index}
              id={`result-${index}`}
              result={result}
              top={start}
              index={index}
              total={total}
              chosen={result !== undefined && result.recordingId === recordingId}
              onChoose={() => choose(index, result)}
            />
          )
        })}
      </div>
    </div>
  )
}
