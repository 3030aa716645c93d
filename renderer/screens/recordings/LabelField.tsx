import { useEffect, useRef, useState } from 'react'
import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'

interface LabelFieldProps {
  /** Its accessible name. */
  readonly name: string
  readonly label: string | null
  readonly placeholder?: string
  readonly autoFocus?: boolean
  /** Called with the label to give, null for none, when it differs from `label`. */
  onCommit(label: string | null): Promise<void> | void
  onDone?(): void
}

/** A label to type, with those of the project offered. Enter or leaving it gives the label, Escape leaves it as it was. */
export function LabelField({
  name,
  label,
  placeholder = 'no label',
  autoFocus = false,
  onCommit,
  onDone,
}: LabelFieldProps) {
  const engine = useEngine()
  const { data = [] } = useQuery({ queryKey: queryKeys.labels, queryFn: () => engine.recordings.labels() })
  const [typed, setTyped] = useState(label ?? '')
  // Enter gives the label and takes the field away, which is also leaving it: what was given is not given twice.
  const given = useRef(label)
  useEffect(() => {
    given.current = label
    setTyped(label ?? '')
  }, [label])
  const commit = (text: string): void => {
    const next = text.trim() === '' ? null : text.trim()
    if (next !== given.current) {
      // A field without a label of its own gives the same label again and again, to ever other recordings.
      if (label !== null || onDone) given.current = next
      void onCommit(next)
    }
    if (label === null) setTyped('')
    onDone?.()
  }
  return (
    <Autocomplete
      className="label-field"
      aria-label={name}
      placeholder={placeholder}
      data={data.flatMap((summary) => summary.label ?? [])}
      value={typed}
      autoFocus={autoFocus}
      selectFirstOptionOnChange={false}
      onChange={setTyped}
      onOptionSubmit={commit}
      onBlur={() => (typed !== (label ?? '') ? commit(typed) : onDone?.())}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.defaultPrevented) commit(typed)
        if (event.key === 'Escape') {
          setTyped(label ?? '')
          onDone?.()
        }
      }}
    />
  )
}
