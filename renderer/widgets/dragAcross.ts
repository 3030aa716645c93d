import type { ECharts } from 'echarts'

/** What is done with a place in a chart, in the units of its axes. */
export interface DragActs {
  /** While the pointer is held down, and where it was pressed. */
  readonly move: (x: number, y: number) => void
  /** Where the pointer was let go without having moved. */
  readonly click?: (x: number, y: number) => void
}

const stillPixels = 3

/** Lets the pointer be dragged across the plot of a chart; answers with what takes that away again. */
export function dragAcross(chart: ECharts, { move, click }: DragActs): () => void {
  const surface = chart.getZr()
  let pressed: { readonly x: number; readonly y: number; moved: boolean } | null = null
  const placeOf = (x: number, y: number): readonly [number, number] | null => {
    const place = chart.convertFromPixel('grid', [x, y]) as readonly unknown[] | undefined
    const [first, second] = place ?? []
    return typeof first === 'number' && typeof second === 'number' ? [first, second] : null
  }
  const tell = (take: (x: number, y: number) => void, x: number, y: number): void => {
    const place = placeOf(x, y)
    if (place) take(place[0], place[1])
  }
  const onDown = ({ offsetX: x, offsetY: y }: { offsetX: number; offsetY: number }): void => {
    if (!chart.containPixel('grid', [x, y])) return
    pressed = { x, y, moved: false }
    tell(move, x, y)
  }
  const onMove = ({ offsetX: x, offsetY: y }: { offsetX: number; offsetY: number }): void => {
    if (pressed === null) return
    if (Math.hypot(x - pressed.x, y - pressed.y) > stillPixels) pressed.moved = true
    if (pressed.moved) tell(move, x, y)
  }
  const onUp = (): void => {
    const released = pressed
    pressed = null
    if (released && !released.moved && click) tell(click, released.x, released.y)
  }
  surface.on('mousedown', onDown)
  surface.on('mousemove', onMove)
  // Wherever the pointer is let go, the drag has ended.
  window.addEventListener('pointerup', onUp)
  return () => {
    window.removeEventListener('pointerup', onUp)
    if (chart.isDisposed()) return
    surface.off('mousedown', onDown)
    surface.off('mousemove', onMove)
  }
}
