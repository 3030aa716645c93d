import type { EChartsOption } from 'echarts'

/**
 * One chart, ready for `widgets/Chart`, which takes these fields as they are. Every `...Picture` function of this folder
 * makes one from data and colors alone and touches no page.
 */
export interface ChartPicture {
  /** A sentence that says what the data show. */
  readonly title: string
  /** One line on how to read the chart. */
  readonly howToRead: string
  readonly option: EChartsOption
  /** The numbers of the chart. */
  readonly csv: () => string
}

export type Cell = string | number | null

/** Comma-separated values (RFC 4180) with a header line; null is an empty cell. */
export function csvText(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell): string => {
    const text = value === null ? '' : String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
