import type { ExtraColumn, Recipe } from './recipe'

const pitchClasses = ['C', 'Cs', 'D', 'Ds', 'E', 'F', 'Fs', 'G', 'Gs', 'A', 'As', 'B']

/** The columns that a recipe's extras add, in the order in which the recipe names them. */
export function extraNames({ extras, melFilters }: Pick<Recipe, 'extras' | 'melFilters'>): string[] {
  return extras.flatMap((extra) => columnsOf(extra, melFilters))
}

function columnsOf(extra: ExtraColumn, melFilters: number): string[] {
  switch (extra) {
    case 'chroma':
      return pitchClasses.map((name) => `chroma_${name}`)
    case 'melBands':
      return Array.from({ length: melFilters }, (_, band) => `mel${band + 1}`)
    case 'pitch':
      return ['pitch', 'voicing']
    default:
      return [extra]
  }
}
