import { extraColumnFacts } from '../../../src/features/extraColumnFacts'
import { extraColumns, type ExtraColumn, type Recipe } from '../../../src/features/recipe'

/** What can be drawn as lines: the level, a column of the recipe (`column:c1`), or a measure of its own (`extra:pitch`). */
export interface TrackChoice {
  readonly value: string
  readonly label: string
}

export interface TrackGroup {
  readonly group: string
  readonly items: readonly TrackChoice[]
}

export function trackGroups(recipe: Recipe, columnNames: readonly string[]): TrackGroup[] {
  const measures = extraColumnFacts.filter(({ extra }) => !recipe.extras.includes(extra))
  return [
    { group: 'Columns of the recipe', items: columnNames.map((name) => ({ value: `column:${name}`, label: name })) },
    {
      group: 'Only to be looked at',
      items: [
        { value: 'level', label: 'Level (dB of full scale)' },
        ...measures.map(({ extra, label, unit }) => ({
          value: `extra:${extra}`,
          label: unit ? `${label} (${unit})` : label,
        })),
      ],
    },
  ]
}

/** Those of the chosen tracks that there are, in the order chosen. An extra that the recipe has is a column of it. */
export function presentTracks(chosen: readonly string[], groups: readonly TrackGroup[]): string[] {
  const known = new Set(groups.flatMap(({ items }) => items.map(({ value }) => value)))
  return chosen.filter((value) => known.has(value))
}

/** The measures among the chosen tracks that have to be asked for. */
export function extrasOf(chosen: readonly string[]): ExtraColumn[] {
  return extraColumns.filter((extra) => chosen.includes(`extra:${extra}`))
}
