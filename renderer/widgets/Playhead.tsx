import { useEffect, useRef } from 'react'
import { useFocus, type TimeRange } from '../focus'

/** The line where the sound is. It moves with every frame of the screen, so it bypasses rendering. */
export function Playhead({ range }: { readonly range: TimeRange }) {
  const line = useRef<HTMLDivElement>(null)
  const { startSeconds, endSeconds } = range
  useEffect(() => {
    const place = (seconds: number): void => {
      const share = (seconds - startSeconds) / (endSeconds - startSeconds)
      if (!line.current) return
      line.current.style.display = share >= 0 && share <= 1 ? '' : 'none'
      line.current.style.left = `${100 * share}%`
    }
    place(useFocus.getState().playheadSeconds)
    return useFocus.subscribe((focus) => place(focus.playheadSeconds))
  }, [startSeconds, endSeconds])
  return <div ref={line} className="playhead" />
}
