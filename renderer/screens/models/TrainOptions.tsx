import { Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { initializationWords, priorWords } from './fitWords'
import type { TrainChoices } from './trainChoices'

interface TrainOptionsProps {
  readonly choices: TrainChoices
  readonly onChange: (change: Partial<TrainChoices>) => void
}

const initializations = optionsOf(initializationWords)
const stopRules = optionsOf({ bound: 'the lower bound settles', parameters: 'the parameters settle' })
const methods = optionsOf({ none: 'maximum likelihood', ...priorWords })

/** What most trainings leave as it is. */
export function TrainOptions({ choices, onChange }: TrainOptionsProps) {
  return (
    <details className="train-more">
      <summary>More options</summary>
      <div className="train-options">
        <NativeSelect
          size="xs"
          label="Start from"
          data={initializations}
          value={choices.initialization}
          onChange={(event) => onChange({ initialization: oneOf(initializations, event.currentTarget.value) })}
        />
        <NumberInput
          label="Starts"
          min={1}
          max={1000}
          allowDecimal={false}
          value={choices.starts}
          onChange={(starts) => onChange({ starts })}
        />
        <NativeSelect
          size="xs"
          label="Stop when"
          data={stopRules}
          value={choices.stop}
          onChange={(event) => onChange({ stop: oneOf(stopRules, event.currentTarget.value) })}
        />
        <NumberInput
          label={choices.stop === 'bound' ? 'to within, nats' : 'to within'}
          min={0}
          step={0.0001}
          value={choices.tolerance}
          onChange={(tolerance) => onChange({ tolerance })}
        />
        <NativeSelect
          size="xs"
          label="Weights by"
          data={methods}
          value={choices.bayesian}
          onChange={(event) => onChange({ bayesian: oneOf(methods, event.currentTarget.value) })}
        />
        <NumberInput
          label="Iterations at most"
          min={1}
          max={10_000}
          allowDecimal={false}
          value={choices.maxIterations}
          onChange={(maxIterations) => onChange({ maxIterations })}
        />
        <NumberInput
          className="train-wide"
          label="Seed"
          description="The same seed on the same recordings gives the same models, bit for bit."
          inputWrapperOrder={['label', 'input', 'description']}
          classNames={{ description: 'train-help' }}
          min={0}
          max={0xffffffff}
          allowDecimal={false}
          value={choices.seed}
          onChange={(seed) => onChange({ seed })}
        />
        <Checkbox
          className="train-wide"
          label="Mend what ails a fit"
          description="Starved components are seeded anew or dropped, twins merged, singular covariances simplified; the findings say what was done."
          checked={choices.mend}
          onChange={(event) => onChange({ mend: event.currentTarget.checked })}
        />
        <Checkbox
          className="train-wide"
          label="Adapt every label from one background"
          description="One mixture is fitted to the sound of all labels, and its means are moved towards each. For labels with little sound."
          checked={choices.background}
          onChange={(event) => onChange({ background: event.currentTarget.checked })}
        />
      </div>
    </details>
  )
}

interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
}

function optionsOf<Value extends string>(words: Readonly<Record<Value, string>>): Option<Value>[] {
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }))
}

/** The option that was chosen, as the type it is of. */
function oneOf<Value extends string>(options: readonly Option<Value>[], value: string): Value {
  return (options.find((option) => option.value === value) ?? options[0]).value
}
