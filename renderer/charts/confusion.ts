import type { EChartsOption } from 'echarts'
import { axisNamed } from './axisNamed'
import { viridis, type ChartColors } from '../widgets/chartTheme'
import { csvText, type ChartPicture } from './chartPicture'
import { textOnHeat } from './heat'
import { countText, percentText } from './rounded'

/** One cell of a confusion matrix. */
export interface ConfusionCell {
  readonly truth: number
  readonly answer: number
  readonly count: number
  /** Of the recordings with this truth. */
  readonly share: number
}

/** All cells, row by row; a label without recordings has shares of 0. */
export function confusionCells(confusion: readonly (readonly number[])[]): ConfusionCell[] {
  return confusion.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, answer) => ({ truth, answer, count, share: total > 0 ? count / total : 0 }))
  })
}

/** The mix-up that happened most often, or null when every answer was right. */
export function worstConfusion(confusion: readonly (readonly number[])[]): ConfusionCell | null {
  return confusionCells(confusion)
    .filter(({ truth, answer, count }) => truth !== answer && count > 0)
    .reduce<ConfusionCell | null>(
      (worst, cell) =>
        worst === null || cell.count > worst.count || (cell.count === worst.count && cell.share > worst.share)
          ? cell
          : worst,
      null,
    )
}

/** Pixels that a matrix of `labelCount` labels needs to keep its numbers readable. */
export function confusionHeight(labelCount: number): number {
  return Math.min(900, Math.max(220, 96 + labelCount * 34))
}

/** From this many labels on, cells are too small for numbers, which then stand in the tooltip and the table alone. */
const mostNumbered = 26

/** The matrix as a heatmap: truth down, answer across; every cell that is not empty carries its number, the chosen one a frame. */
export function confusionPicture(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
  show: 'counts' | 'shares',
  chosen: { readonly truth: string; readonly answer: string } | null,
  colors: ChartColors,
): ChartPicture {
  const cells = confusionCells(confusion)
  const mostCount = cells.reduce((most, { count }) => Math.max(most, count), 1)
  const heat = (cell: ConfusionCell): number => (show === 'counts' ? cell.count / mostCount : cell.share)
  const text = (cell: ConfusionCell): string => {
    if (cell.count === 0) return ''
    return show === 'counts' ? String(cell.count) : percentText(cell.share)
  }
  const isChosen = ({ truth, answer }: ConfusionCell): boolean =>
    chosen !== null && labels[truth] === chosen.truth && labels[answer] === chosen.answer
  const mark = (cell: ConfusionCell) => ({
    value: [cell.answer, cell.truth, show === 'counts' ? cell.count : cell.share],
    label: {
      show: labels.length <= mostNumbered && cell.count > 0,
      formatter: text(cell),
      color: textOnHeat(heat(cell)),
      fontSize: labels.length > 14 ? 10 : 12,
      fontWeight: cell.truth === cell.answer ? 600 : 400,
    },
  })
  const option: EChartsOption = {
    animation: false,
    tooltip: {
      confine: true,
      trigger: 'item',
      formatter: (at) => {
        const cell = Array.isArray(at) ? undefined : cells[at.dataIndex]
        if (cell === undefined) return ''
        const judged = cell.truth === cell.answer ? 'right' : 'wrong'
        return `${escaped(labels[cell.truth])} answered as ${escaped(labels[cell.answer])} (${judged}): ${countText(cell.count, 'recording')}, ${percentText(cell.share, 1)}`
      },
    },
    grid: { left: 8, right: 8, top: 8, bottom: 8 },
    xAxis: {
      ...axisNamed('Answer'),
      type: 'category',
      data: [...labels],
      splitLine: { show: false },
      axisLabel: {
        color: colors.text,
        fontSize: 11,
        interval: 0,
        rotate: labels.length > 8 ? 45 : 0,
        width: 96,
        overflow: 'truncate',
      },
    },
    yAxis: {
      ...axisNamed('Truth'),
      type: 'category',
      inverse: true,
      data: [...labels],
      splitLine: { show: false },
      axisLabel: { color: colors.text, fontSize: 11, interval: 0, width: 96, overflow: 'truncate' },
    },
    visualMap: {
      show: false,
      type: 'continuous',
      min: 0,
      max: show === 'counts' ? mostCount : 1,
      dimension: 2,
      inRange: { color: [...viridis] },
    },
    series: [
      {
        type: 'heatmap',
        name: 'Recordings',
        data: cells.map((cell) => ({
          ...mark(cell),
          itemStyle: { borderColor: colors.background, borderWidth: 1 },
        })),
      },
      {
        // Drawn once more, because the neighbors that follow a cell cover half of its frame.
        type: 'heatmap',
        name: 'Chosen',
        silent: true,
        z: 3,
        data: cells
          .filter(isChosen)
          .map((cell) => ({ ...mark(cell), itemStyle: { borderColor: textOnHeat(heat(cell)), borderWidth: 3 } })),
      },
    ],
  }
  return {
    title: confusionTitle(labels, confusion),
    howToRead:
      'Rows are true labels, columns are answers: what lies off the diagonal was mixed up. Choose a cell to list its recordings.',
    option,
    csv: () =>
      csvText(
        ['truth', 'answer', 'recordings', 'share_of_truth'],
        cells.map(({ truth, answer, count, share }) => [labels[truth], labels[answer], count, share]),
      ),
  }
}

function confusionTitle(labels: readonly string[], confusion: readonly (readonly number[])[]): string {
  const worst = worstConfusion(confusion)
  if (worst === null) return 'No two labels were mixed up'
  const truth = labels[worst.truth]
  const total = confusion[worst.truth].reduce((sum, count) => sum + count, 0)
  return `Most often mixed up: ${truth} taken for ${labels[worst.answer]}, ${worst.count} of ${countText(total, 'recording')}`
}

/** Labels are names that people chose; a tooltip is HTML. */
function escaped(label: string): string {
  return label.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
