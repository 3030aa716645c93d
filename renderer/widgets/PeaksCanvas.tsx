import { useEffect, useRef } from 'react'
import { useElementSize } from '@mantine/hooks'

interface PeaksCanvasProps {
  /** Minimum and maximum by turns, one pair a stretch. */
  readonly pairs: ArrayLike<number>
  /** What a full deflection is: 1 for samples, 127 for thumbnails. */
  readonly fullScale: number
  readonly color: string
}

/** The outline of a sound, as tall and wide as its place. */
export function PeaksCanvas({ pairs, fullScale, color }: PeaksCanvasProps) {
  const { ref, width, height } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const target = canvas.current
    const drawing = target?.getContext('2d')
    if (!target || !drawing || width === 0 || height === 0) return
    const ratio = window.devicePixelRatio
    target.width = Math.round(width * ratio)
    target.height = Math.round(height * ratio)
    drawing.fillStyle = color
    const count = Math.floor(pairs.length / 2)
    const middle = target.height / 2
    const scale = middle / fullScale
    for (let x = 0; x < target.width; x++) {
      const first = Math.floor((x * count) / target.width)
      const last = Math.max(first + 1, Math.floor(((x + 1) * count) / target.width))
      let low = 0
      let high = 0
      for (let index = first; index < last && index < count; index++) {
        low = Math.min(low, pairs[2 * index])
        high = Math.max(high, pairs[2 * index + 1])
      }
      const top = middle - high * scale
      drawing.fillRect(x, top, 1, Math.max(1, (high - low) * scale))
    }
  }, [pairs, fullScale, color, width, height])
  return (
    <div ref={ref} className="peaks">
      <canvas ref={canvas} aria-hidden />
    </div>
  )
}
