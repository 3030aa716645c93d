/** One line of a CSV file (RFC 4180). What is null is left empty; text is quoted where it has to be. */
export function csvRow(cells: readonly (string | number | boolean | null)[]): string {
  return cells.map(cell).join(',')
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
