/** How a command answers: for a person on the terminal, or one JSON document for a program. */
export interface OutputOptions {
  readonly json?: boolean
}

/** Writes the answer to stdout: the document with --json, else the lines. */
export function answer(options: OutputOptions, document: unknown, lines: readonly string[]): void {
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`)
}

/** Text in columns of equal width; numbers, which are given as such, stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const all = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const right = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (right[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd()
  return [line(all[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...all.slice(1).map(line)]
}

/** A share as percent with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
