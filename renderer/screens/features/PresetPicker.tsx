import { Button, NativeSelect } from '@mantine/core'
import { presets, type PresetName } from '../../../src/features/presets'

interface PresetPickerProps {
  readonly preset: PresetName
  /** In how many options the recipe differs from it. */
  readonly differences: number
  onChoose(preset: PresetName): void
}

/** Whose front end the recipe is, or begins from. */
export function PresetPicker({ preset, differences, onChoose }: PresetPickerProps) {
  const facts = presets.find(({ name }) => name === preset)
  return (
    <div className="recipe-preset">
      <NativeSelect
        label="Preset"
        size="xs"
        aria-describedby="recipe-preset-help"
        value={preset}
        data={presets.map(({ name, label }) => ({ value: name, label }))}
        onChange={(event) => {
          const chosen = presets.find(({ name }) => name === event.currentTarget.value)
          if (chosen) onChoose(chosen.name)
        }}
      />
      <span className="recipe-help" id="recipe-preset-help" title={facts?.standsFor}>
        {facts?.help}
      </span>
      <span className="recipe-differences" role="status">
        {differences === 0
          ? `The recipe is ${facts?.label ?? preset} as it is.`
          : `${differences} ${differences === 1 ? 'option differs' : 'options differ'} from it.`}
        {differences > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChoose(preset)}>
            Take back all
          </Button>
        )}
      </span>
    </div>
  )
}
