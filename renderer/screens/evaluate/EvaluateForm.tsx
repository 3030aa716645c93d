import { useState } from 'react'
import { Button, NumberInput } from '@mantine/core'
import { useEngine } from '../../engine'
import { ErrorNote } from '../../widgets/ErrorNote'

interface EvaluateFormProps {
  readonly busy: boolean
}

/** One button, with the two choices that change what it measures. */
export function EvaluateForm({ busy }: EvaluateFormProps) {
  const engine = useEngine()
  const [folds, setFolds] = useState<number | string>(5)
  const [components, setComponents] = useState<number | string>(16)
  const [failure, setFailure] = useState<unknown>(null)
  const valid = typeof folds === 'number' && typeof components === 'number'
  const start = async (): Promise<void> => {
    if (typeof folds !== 'number' || typeof components !== 'number') return
    setFailure(null)
    try {
      await engine.jobs.start({ request: { kind: 'evaluate', folds, components } })
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <>
      <form
        className="evaluate-form"
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <NumberInput label="Folds" w={68} min={2} max={100} allowDecimal={false} value={folds} onChange={setFolds} />
        <NumberInput
          label="Components"
          w={88}
          min={1}
          max={1024}
          allowDecimal={false}
          value={components}
          onChange={setComponents}
        />
        <Button type="submit" className="evaluate-button" disabled={!valid || busy}>
          Evaluate
        </Button>
      </form>
      {failure !== null && <ErrorNote error={failure} />}
    </>
  )
}
