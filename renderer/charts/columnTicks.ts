/** Rows of pixels between two names, so that they can be read. */
const pixelsPerName = 12

/** A column's name cut to what fits beside an axis: Δ and ΔΔ for slopes, no "spectral", the neighbor behind it. */
export function shortName(name: string): string {
  return name
    .replace(/^delta2_/, 'ΔΔ')
    .replace(/^delta_/, 'Δ')
    .replace('logEnergy', 'energy')
    .replace(/^(spectral|perceptual)(\w)/, (_, _word, first: string) => first.toLowerCase())
    .replace('chroma_', '')
    .replace('-', '−')
}

/** What a column belongs to: its neighbor in a stack, and within a frame the cepstrum, its slopes, or a kind of extra. */
function groupOf(name: string): string {
  const [, base = name, shift = ''] = /^(.*?)(@[+-]\d+)?$/.exec(name) ?? []
  const slope = /^(delta2?)_/.exec(base)?.[1] ?? ''
  const plain = base.replace(/^delta2?_/, '')
  const kind = /^(c\d+|logEnergy)$/.test(plain) ? 'cepstrum' : plain.replace(/_\w+$/, '').replace(/\d+$/, '')
  return `${shift}/${slope}/${kind}`
}

/** First columns of the groups of neighboring columns that belong together, the very first left out. */
export function groupStarts(names: readonly string[]): number[] {
  const starts: number[] = []
  for (let column = 1; column < names.length; column++) {
    if (groupOf(names[column]) !== groupOf(names[column - 1])) starts.push(column)
  }
  return starts
}

/**
 * Names to stand at an axis of so many pixels, by column: the first of each group comes first, then evenly as many as fit
 * between them.
 */
export function columnTicks(names: readonly string[], pixels: number): Map<number, string> {
  const perColumn = pixels / Math.max(1, names.length)
  const apart = Math.max(1, Math.ceil(pixelsPerName / perColumn))
  const chosen: number[] = []
  const fits = (column: number): boolean => chosen.every((other) => Math.abs(other - column) >= apart)
  const starts = [0, ...groupStarts(names)].filter((column) => column < names.length)
  for (const column of starts) if (fits(column)) chosen.push(column)
  for (const start of [...chosen]) {
    for (let column = start + apart; column < names.length && fits(column); column += apart) chosen.push(column)
  }
  return new Map(chosen.sort((one, other) => one - other).map((column) => [column, shortName(names[column])]))
}

/** Pixels that a heatmap of so many named columns takes: legible, and never more than a screen has. */
export function heatmapPixelsTall(columns: number): number {
  return Math.round(Math.min(420, Math.max(176, 28 + 5 * columns)))
}
