import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import * as echarts from 'echarts'
import type { ECElementEvent, ECharts, EChartsOption } from 'echarts'
import { ActionIcon, Loader, Menu, useComputedColorScheme } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { IconDotsVertical } from '@tabler/icons-react'
import { timeGrid, timePlot } from '../charts/timeGrid'
import { download } from '../host'
import { useSettings } from '../settings'
import type { TimeRange } from '../focus'
import { chartColors, echartsTheme } from './chartTheme'
import { TimeSurface } from './TimeSurface'

export interface ChartProps {
  /** A sentence that says what the chart shows: "this mixture needs 9 of its 16 components". */
  readonly title: string
  /** A short name: what assistive technology reads first, and the file name of exports. */
  readonly name: string
  /** Null where there is nothing to draw yet. */
  readonly option: EChartsOption | null
  /** Pixels, or 'fill' for all that the parent leaves. */
  readonly height?: number | 'fill'
  readonly loading?: boolean
  /** What would fill an empty chart. */
  readonly empty?: string
  /** One line; a person can turn these lines off. */
  readonly howToRead?: string
  /** The chart's numbers as CSV text, made when asked for. */
  readonly csv?: () => string
  /** Handlers of ECharts' mouse events by name, such as `click`. */
  readonly on?: Readonly<Record<string, (event: ECElementEvent) => void>>
  /** For what options cannot say, such as canvas clicks or `convertFromPixel`; answers with its own clean-up. */
  readonly onReady?: (chart: ECharts) => (() => void) | void
  /** Charts with the same group share pointer and zoom. */
  readonly group?: string
  /** Keeps what is drawn and moves it, for charts that grow step by step. */
  readonly merge?: boolean
  /**
   * For charts whose x axis is the time of the focused recording and whose grid keeps to `timeGrid`, or to the `left` and
   * `right` given here: the stretch in view. Brings the playhead, click to seek, drag to zoom, and `readout` for the exact value under the pointer.
   */
  readonly time?: {
    readonly range: TimeRange
    readonly readout?: (seconds: number, share: number) => string | null
    readonly left?: number
    readonly right?: number
  }
  /** Small controls on the title's line. */
  readonly controls?: ReactNode
}

/** An ECharts chart with everything that every chart of the page has around it. */
export function Chart(props: ChartProps) {
  const { title, name, option, height = 240, loading = false, empty, howToRead, csv, on, onReady, group } = props
  const scheme = useComputedColorScheme('light')
  const hintsShown = useSettings((settings) => settings.hintsShown)
  const still = useReducedMotion()
  const canvas = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)

  useLayoutEffect(() => {
    const element = canvas.current
    if (!element) return
    const made = echarts.init(element, echartsTheme(scheme), { renderer: 'canvas' })
    chart.current = made
    if (group) {
      made.group = group
      echarts.connect(group)
    }
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0) made.resize()
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      // Many points are painted over several frames of the screen; a painting under way would go on after the chart is gone.
      made.getZr().clear()
      made.getZr().refreshImmediately(true)
      made.dispose()
      chart.current = null
    }
  }, [scheme, group])

  useEffect(() => {
    const made = chart.current
    if (!made) return
    if (option)
      made.setOption({ ...option, ...(still ? { animation: false } : {}) }, { notMerge: props.merge !== true })
    else made.clear()
  }, [option, scheme, group, still, props.merge])

  useEffect(() => {
    const made = chart.current
    if (!made || !on) return
    const handlers = Object.entries(on)
    for (const [event, handler] of handlers) made.on(event, (params) => handler(params as ECElementEvent))
    return () => {
      if (!made.isDisposed()) for (const [event] of handlers) made.off(event)
    }
  }, [on, scheme, group])

  useEffect(() => {
    const made = chart.current
    if (!made || !onReady) return
    return onReady(made) ?? undefined
  }, [onReady, scheme, group])

  const saveAs = (kind: 'png' | 'svg' | 'csv'): void => {
    if (kind === 'csv') {
      if (csv) download(`${name}.csv`, new Blob([csv()], { type: 'text/csv' }))
      return
    }
    const made = chart.current
    if (made) saveImage(made, kind, name, scheme)
  }

  const drawing = <div ref={canvas} className="chart-canvas" tabIndex={0} role="img" aria-label={`${name}: ${title}`} />
  const nothing = option === null && !loading
  return (
    <figure className={`chart ${height === 'fill' ? 'chart-fill' : ''}`}>
      <div className="chart-head">
        <figcaption className="chart-title">{title}</figcaption>
        {props.controls}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`Save or copy the chart: ${name}`} disabled={nothing}>
              <IconDotsVertical size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => saveAs('png')}>Save as PNG</Menu.Item>
            <Menu.Item onClick={() => saveAs('svg')}>Save as SVG</Menu.Item>
            {csv && <Menu.Item onClick={() => saveAs('csv')}>Save numbers as CSV</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className="chart-body" style={height === 'fill' ? undefined : { height }}>
        {props.time ? (
          <TimeSurface {...timeGrid} {...timePlot} {...props.time} className="chart-time">
            {drawing}
          </TimeSurface>
        ) : (
          drawing
        )}
        {loading && (
          <div className="chart-over" role="status">
            <Loader size="xs" /> <span>Computing</span>
          </div>
        )}
        {nothing && <div className="chart-over">{empty ?? 'Nothing to draw yet.'}</div>}
      </div>
      {hintsShown && howToRead && <p className="chart-hint">{howToRead}</p>}
    </figure>
  )
}

function saveImage(chart: ECharts, kind: 'png' | 'svg', name: string, scheme: 'light' | 'dark'): void {
  const backgroundColor = chartColors(scheme).background
  if (kind === 'png') {
    // Not by a data: address, which the content security policy would refuse to fetch.
    const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor })
    canvas.toBlob((picture) => picture && download(`${name}.png`, picture), 'image/png')
    return
  }
  const drawn = echarts.init(null, echartsTheme(scheme), {
    renderer: 'svg',
    ssr: true,
    width: chart.getWidth(),
    height: chart.getHeight(),
  })
  try {
    drawn.setOption({ ...chart.getOption(), animation: false, backgroundColor } as EChartsOption)
    download(`${name}.svg`, new Blob([drawn.renderToSVGString()], { type: 'image/svg+xml' }))
  } finally {
    drawn.dispose()
  }
}
