import { heatmapPixels, type HeatmapScale } from '../../charts/heatmap'
import type { Values } from '../../engine'

/** Wide and tall enough that stretching it to a chart keeps hard edges between cells. */
const leastPixels = { width: 3000, height: 600 }

/** A heatmap drawn once, so that zooming only stretches it. */
export function drawnHeatmap(
  cells: Values,
  scaleOf: (column: number) => HeatmapScale,
  palette: readonly string[],
): HTMLCanvasElement {
  const { rows, columns } = cells
  const small = document.createElement('canvas')
  small.width = rows
  small.height = columns
  small.getContext('2d')?.putImageData(new ImageData(heatmapPixels(cells, scaleOf, palette), rows, columns), 0, 0)
  const canvas = document.createElement('canvas')
  canvas.width = rows * Math.max(1, Math.round(leastPixels.width / rows))
  canvas.height = columns * Math.max(1, Math.round(leastPixels.height / columns))
  const drawing = canvas.getContext('2d')
  if (!drawing) return small
  drawing.imageSmoothingEnabled = false
  drawing.drawImage(small, 0, 0, canvas.width, canvas.height)
  return canvas
}
