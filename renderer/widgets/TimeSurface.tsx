import { useRef, useState, type CSSProperties, type PointerEvent, type ReactNode } from 'react'
import { useFocus, type TimeRange } from '../focus'
import { usePlayer } from '../player'
import { Playhead } from './Playhead'
import { clock } from './seconds'
import { useHoverTime } from './hoverTime'

interface TimeSurfaceProps {
  /** The stretch that the surface's width stands for. */
  readonly range: TimeRange
  /** Pixels between the surface's edges and the time axis. */
  readonly left?: number
  readonly right?: number
  /** Pixels above and below the plot. */
  readonly top?: number
  readonly bottom?: number
  /** What a drag does: look closer, or repeat that stretch. */
  readonly drag?: 'zoom' | 'loop'
  /** The exact value at a time; `share` is 0 at the top and 1 at the bottom of the plot. */
  readonly readout?: (seconds: number, share: number) => string | null
  readonly className?: string
  readonly style?: CSSProperties
  readonly children: ReactNode
}

const dragPixels = 4

/** Makes whatever is drawn along time answer alike: click to seek, drag to zoom or loop, one playhead, one pointer line. */
export function TimeSurface(props: TimeSurfaceProps) {
  const { range, left = 0, right = 0, top = 0, bottom = 0, drag = 'zoom', readout } = props
  const surface = useRef<HTMLDivElement>(null)
  const pressed = useRef<number | null>(null)
  const [dragged, setDragged] = useState<TimeRange | null>(null)
  const [value, setValue] = useState<string | null>(null)
  const hoverSeconds = useHoverTime((state) => state.seconds)
  const loop = usePlayer((player) => player.loop)
  const lengthSeconds = range.endSeconds - range.startSeconds

  const secondsAt = (event: PointerEvent): number => {
    const box = surface.current?.getBoundingClientRect()
    if (!box) return 0
    const share = (event.clientX - box.left - left) / Math.max(1, box.width - left - right)
    return range.startSeconds + Math.min(1, Math.max(0, share)) * lengthSeconds
  }
  const percentOf = (seconds: number): number => (100 * (seconds - range.startSeconds)) / lengthSeconds
  const secondsOfPixels = (pixels: number): number =>
    (pixels / Math.max(1, (surface.current?.clientWidth ?? 1) - left - right)) * lengthSeconds

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || lengthSeconds <= 0) return
    pressed.current = secondsAt(event)
    surface.current?.setPointerCapture(event.pointerId)
  }
  const onMove = (event: PointerEvent): void => {
    const seconds = secondsAt(event)
    useHoverTime.setState({ seconds })
    const box = surface.current?.getBoundingClientRect()
    if (readout && box)
      setValue(readout(seconds, (event.clientY - box.top - top) / Math.max(1, box.height - top - bottom)))
    if (pressed.current === null || Math.abs(seconds - pressed.current) < secondsOfPixels(dragPixels)) return
    setDragged({
      startSeconds: Math.min(seconds, pressed.current),
      endSeconds: Math.max(seconds, pressed.current),
    })
  }
  const onUp = (event: PointerEvent): void => {
    if (pressed.current === null) return
    if (dragged && drag === 'zoom') useFocus.getState().setTimeRange(dragged)
    else if (dragged) usePlayer.getState().setLoop(dragged)
    else void usePlayer.getState().seek(secondsAt(event))
    pressed.current = null
    setDragged(null)
  }
  const onLeave = (): void => {
    useHoverTime.setState({ seconds: null })
    setValue(null)
  }
  const reset = (): void => {
    if (drag === 'zoom') useFocus.getState().setTimeRange(null)
    else usePlayer.getState().setLoop(null)
  }
  const stretch = (of: TimeRange): CSSProperties => {
    const from = Math.max(0, percentOf(of.startSeconds))
    return { left: `${from}%`, width: `${Math.max(0, Math.min(100, percentOf(of.endSeconds)) - from)}%` }
  }
  const hoverShown = hoverSeconds !== null && hoverSeconds >= range.startSeconds && hoverSeconds <= range.endSeconds

  return (
    <div
      ref={surface}
      className={`time-surface ${props.className ?? ''}`}
      style={props.style}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerLeave={onLeave}
      onPointerCancel={() => {
        pressed.current = null
        setDragged(null)
      }}
      onDoubleClick={reset}
    >
      {props.children}
      <div className="time-marks" style={{ left, right }} aria-hidden>
        {loop && <div className="time-loop" style={stretch(loop)} />}
        {dragged && <div className="time-drag" style={stretch(dragged)} />}
        {hoverShown && <div className="time-hover" style={{ left: `${percentOf(hoverSeconds)}%` }} />}
        <Playhead range={range} />
      </div>
      {value !== null && hoverSeconds !== null && (
        <output className="time-readout">
          {clock(hoverSeconds)} · {value}
        </output>
      )}
    </div>
  )
}
