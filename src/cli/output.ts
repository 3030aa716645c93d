/** How a command answers: for a person on the terminal, or one JSON document for a program. */
export interface OutputOptions {
  readonly json?: boolean
}

/** Writes the answer to stdout: the document with --json, else the lines. */
export function answer(options: OutputOptions, document: unknown, lines: readonly string[]): void {
  process.stdout.write(`${options.json ? documentText(document) : linesText(lines)}\n`)
}

export function documentText(document: unknown): string {
  return JSON.stringify(document, null, 2)
}

/** Lines for a person. */
export function linesText(lines: readonly string[]): string {
  return lines.map(printable).join('\n')
}

/** A name from the disk may hold anything; what would move the cursor or color the terminal is shown as U+FFFD. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '\u{fffd}')
}

/** Text in columns of equal width. Columns of nothing but figures stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const all = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))))
  const right = head.map((_, column) => rows.every((row) => /^(-?[\d.]+( %)?|–|)$/.test(String(row[column]))))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - widthOf(cell))
        return right[column] ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  return [line(all[0] ?? []), widths.map((width) => '-'.repeat(width)).join('  '), ...all.slice(1).map(line)]
}

const graphemes = new Intl.Segmenter('en')

/** Columns that a text takes on a terminal: one for each thing that looks like a character, whatever it is made of. */
function widthOf(text: string): number {
  return [...graphemes.segment(text)].length
}

/** A share as percent with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
