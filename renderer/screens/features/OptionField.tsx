import { useEffect, useState } from 'react'
import { NativeSelect, NumberInput, TextInput, UnstyledButton } from '@mantine/core'
import { defaultRecipe, type Recipe } from '../../../src/features/recipe'
import type { RecipeKey, RecipeOption } from '../../../src/features/recipeOptions'
import { isScientific, scaleOf, unitOf, valueWords } from './optionWords'

export interface OptionFieldProps {
  readonly option: RecipeOption
  readonly value: Recipe[RecipeKey]
  /** What the preset has, and what the preset is called. */
  readonly base: { readonly label: string; readonly value: Recipe[RecipeKey] }
  /** Why it changes nothing now; null where it acts. */
  readonly idle: string | null
  /** What is wrong with it; an empty sentence marks it as one half of what is told at another option. */
  readonly problem: string | null
  onChange(value: string | number): void
}

/** One option of the recipe: its name, its value, how it differs from the preset, and a line of help. */
export function OptionField({ option, value, base, idle, problem, onChange }: OptionFieldProps) {
  const { key, label, help, range } = option
  const differs = value !== base.value
  const presetWords = valueWords(option, base.value)
  return (
    <div className="recipe-option" data-idle={idle !== null || undefined}>
      <span className="recipe-name">
        <label htmlFor={`recipe-${key}`}>{label}</label>
      </span>
      <OptionControl
        option={option}
        value={value}
        disabled={idle !== null}
        invalid={problem !== null}
        onChange={onChange}
      />
      {differs && (
        <UnstyledButton
          className="recipe-differs"
          title={`${base.label} has ${presetWords}; take it`}
          aria-label={`${label} differs from ${base.label}, which has ${presetWords}; take that`}
          onClick={() => onChange(base.value)}
        >
          <span aria-hidden>↺</span> {base.label}: {presetWords}
        </UnstyledButton>
      )}
      {problem !== null && problem !== '' && (
        <span className="recipe-problem" role="alert">
          {problem}
        </span>
      )}
      <span className="recipe-help" id={`recipe-${key}-help`}>
        {idle ?? help}
        {idle === null && range && ` ${valueWords(option, range.min)} to ${valueWords(option, range.max)}.`}
        {idle === null && ` Default: ${valueWords(option, defaultRecipe[key])}.`}
      </span>
    </div>
  )
}

interface OptionControlProps {
  readonly option: RecipeOption
  readonly value: Recipe[RecipeKey]
  readonly disabled: boolean
  readonly invalid: boolean
  onChange(value: string | number): void
}

function OptionControl({ option, value, disabled, invalid, onChange }: OptionControlProps) {
  const { key, range, choices } = option
  const shared = {
    id: `recipe-${key}`,
    size: 'xs',
    'aria-describedby': `recipe-${key}-help`,
    disabled,
    error: invalid,
  } as const
  if (choices) {
    return (
      <NativeSelect
        {...shared}
        value={String(value)}
        data={choices.map((choice) => ({ value: String(choice.value), label: choice.label }))}
        onChange={(event) => {
          const chosen = choices.find((choice) => String(choice.value) === event.currentTarget.value)
          if (chosen) onChange(chosen.value)
        }}
      />
    )
  }
  if (isScientific(option)) {
    return <ScientificInput {...shared} value={Number(value)} range={range ?? { min: 0, max: 1 }} onChange={onChange} />
  }
  const scale = scaleOf(option)
  return (
    <NumberInput
      {...shared}
      value={Number((Number(value) * scale).toFixed(3))}
      min={(range?.min ?? 0) * scale}
      max={(range?.max ?? 1) * scale}
      step={(range?.step ?? 1) * scale}
      clampBehavior="blur"
      suffix={unitOf(option) ? ` ${unitOf(option)}` : ''}
      onChange={(next) => {
        if (typeof next === 'number') onChange(Number((next / scale).toFixed(9)))
      }}
    />
  )
}

interface ScientificInputProps {
  readonly id: string
  readonly size: 'xs'
  readonly disabled: boolean
  readonly error: boolean
  readonly value: number
  readonly range: { readonly min: number; readonly max: number }
  onChange(value: number): void
}

/** A number that may be written as 1e-10. Enter or leaving the field takes it; what is no number in range is not taken. */
function ScientificInput({ value, range, onChange, ...shared }: ScientificInputProps) {
  const [typed, setTyped] = useState(String(value))
  useEffect(() => setTyped(String(value)), [value])
  const take = (): void => {
    const next = Number(typed)
    if (typed.trim() !== '' && next >= range.min && next <= range.max) onChange(next)
    else setTyped(String(value))
  }
  return (
    <TextInput
      {...shared}
      inputMode="decimal"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
    />
  )
}
