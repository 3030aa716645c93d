import { Checkbox } from '@mantine/core'
import { extraColumns, type ExtraColumn, type Recipe } from '../../../src/features/recipe'
import { extraColumnFacts, extrasHelp } from '../../../src/features/extraColumnFacts'

interface ExtrasFieldProps {
  readonly extras: Recipe['extras']
  /** Only those that fit a search; undefined shows all. */
  readonly fits?: (text: string) => boolean
  onChange(extras: ExtraColumn[]): void
}

/** Further columns of a frame, to be ticked, each with its unit and what it means. */
export function ExtrasField({ extras, fits, onChange }: ExtrasFieldProps) {
  const shown = extraColumnFacts.filter(({ label, help }) => !fits || fits(`${label} ${help}`))
  const toggle = (extra: ExtraColumn, ticked: boolean): void =>
    onChange(extraColumns.filter((candidate) => (candidate === extra ? ticked : extras.includes(candidate))))
  return (
    <div className="recipe-extras" role="group" aria-label="Extra columns">
      {!fits && <span className="recipe-help">{extrasHelp}</span>}
      {shown.map(({ extra, label, unit, help }) => (
        <Checkbox
          key={extra}
          checked={extras.includes(extra)}
          onChange={(event) => toggle(extra, event.currentTarget.checked)}
          label={unit ? `${label} (${unit})` : label}
          description={help}
        />
      ))}
    </div>
  )
}
