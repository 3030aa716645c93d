import { useState } from 'react'
import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { useEngine } from '../../engine'
import { ErrorNote } from '../../widgets/ErrorNote'
import {
  choicesSentence,
  defaultChoices,
  evaluateRequest,
  groupWords,
  splitWords,
  type EvaluateChoices,
} from './evaluateChoices'

interface EvaluateFormProps {
  readonly busy: boolean
}

const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** One button, with the few choices that change what it measures, and what they come to in a sentence. */
export function EvaluateForm({ busy }: EvaluateFormProps) {
  const engine = useEngine()
  const [choices, setChoices] = useState(defaultChoices)
  const change = (changed: Partial<EvaluateChoices>): void => setChoices({ ...choices, ...changed })
  const [failure, setFailure] = useState<unknown>(null)
  const request = evaluateRequest(choices)
  const start = async (): Promise<void> => {
    if (request === null) return
    setFailure(null)
    try {
      await engine.jobs.start({ request })
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
        <NativeSelect
          size="xs"
          label="Split"
          data={optionsOf(splitWords)}
          value={choices.split}
          onChange={({ currentTarget: { value } }) => {
            if (value in splitWords) change({ split: value as EvaluateChoices['split'] })
          }}
        />
        <NumberInput
          label="Folds"
          min={2}
          max={100}
          allowDecimal={false}
          disabled={choices.split !== 'folds'}
          value={choices.folds}
          onChange={(folds) => change({ folds })}
        />
        <NativeSelect
          size="xs"
          label="Keep apart"
          data={optionsOf(groupWords)}
          disabled={choices.split === 'given'}
          value={choices.group}
          onChange={({ currentTarget: { value } }) => {
            if (value in groupWords) change({ group: value as EvaluateChoices['group'] })
          }}
        />
        <NumberInput
          label="Components"
          min={1}
          max={1024}
          allowDecimal={false}
          value={choices.components}
          onChange={(components) => change({ components })}
        />
        <p className="dimmed evaluate-words">{choicesSentence(choices)}</p>
        <Button type="submit" className="evaluate-button" disabled={request === null || busy}>
          Evaluate
        </Button>
      </form>
      {failure !== null && <ErrorNote error={failure} />}
    </>
  )
}
