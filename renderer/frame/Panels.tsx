import type { ReactNode } from 'react'
import { Splitter, type SplitterProps } from '@mantine/core'
import { useSettings } from '../settings'

interface PanelsProps {
  /** Names the remembered widths, such as "recordings". */
  readonly name: string
  readonly left?: ReactNode
  readonly leftLabel?: string
  readonly center: ReactNode
  readonly inspector?: ReactNode
  readonly inspectorLabel?: string
  /** Pixels, until a person drags the edges. */
  readonly leftWidth?: number
  readonly inspectorWidth?: number
}

type Size = NonNullable<SplitterProps['sizes']>[number]

const pixelsOf = (size: Size | undefined): number | null =>
  typeof size === 'string' && size.endsWith('px') ? Number.parseFloat(size) : null

/** Left list, work and inspector side by side; edges are dragged or moved with the arrow keys, and remembered. */
export function Panels({
  name,
  left,
  leftLabel = 'List',
  center,
  inspector,
  inspectorLabel = 'Inspector',
  leftWidth = 240,
  inspectorWidth = 280,
}: PanelsProps) {
  const widths = useSettings((settings) => settings.panelWidths)
  const setPanelWidth = useSettings((settings) => settings.setPanelWidth)
  const sides = [...(left ? ['left'] : []), 'center', ...(inspector ? ['inspector'] : [])]
  const widthOf = (side: string, otherwise: number): Size => `${widths[`${name}.${side}`] ?? otherwise}px`
  const sizes = sides.map((side): Size => {
    if (side === 'center') return '100%'
    return widthOf(side, side === 'left' ? leftWidth : inspectorWidth)
  })
  const remember = (next: Size[]): void => {
    sides.forEach((side, index) => {
      const pixels = pixelsOf(next[index])
      if (side !== 'center' && pixels !== null) setPanelWidth(`${name}.${side}`, pixels)
    })
  }
  return (
    <Splitter
      className="panels"
      sizes={sizes}
      onSizeChange={remember}
      withHandle={false}
      lineSize={1}
      handleColor="var(--line)"
      step="8px"
      shiftStep="48px"
    >
      {left !== undefined && left !== null && (
        <Splitter.Pane defaultSize={`${leftWidth}px`} min="160px" max="520px">
          <section className="panel" aria-label={leftLabel}>
            {left}
          </section>
        </Splitter.Pane>
      )}
      <Splitter.Pane defaultSize="100%" min="320px">
        <div className="panel work">{center}</div>
      </Splitter.Pane>
      {inspector !== undefined && inspector !== null && (
        <Splitter.Pane defaultSize={`${inspectorWidth}px`} min="200px" max="560px">
          <aside className="panel" aria-label={inspectorLabel}>
            {inspector}
          </aside>
        </Splitter.Pane>
      )}
    </Splitter>
  )
}
