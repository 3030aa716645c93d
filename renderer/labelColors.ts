import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryKeys, useEngine } from './engine'

/** Colour of "unknown" and of recordings without a label; charts draw it hatched. */
export const unknownColor = '#8a929b'

/** Okabe and Ito's palette for colour-blind readers, without black, which a dark theme cannot show. */
export const okabeIto: readonly string[] = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442']

/** The colour of the `index`-th of `count` labels, as #rrggbb: Okabe-Ito first, then evenly spaced OKLCH hues. */
export function labelColorAt(index: number, count: number): string {
  if (index < okabeIto.length) return okabeIto[index]
  const extra = Math.max(1, count - okabeIto.length)
  const turn = (index - okabeIto.length) / extra
  // Neighbouring hues differ in lightness too, so that many labels stay apart in print and to colour-blind eyes.
  return oklchToHex(index % 2 === 0 ? 0.72 : 0.6, 0.13, 20 + 360 * turn)
}

/** Colours by label, in the order in which the project lists its labels. */
export function labelColorMap(labels: readonly string[]): ReadonlyMap<string, string> {
  return new Map(labels.map((label, index) => [label, labelColorAt(index, labels.length)]))
}

/** OKLCH (lightness 0..1, chroma, hue in degrees) as sRGB #rrggbb; Ottosson 2020, https://bottosson.github.io/posts/oklab/. */
export function oklchToHex(lightness: number, chroma: number, hueDegrees: number): string {
  const hue = (hueDegrees * Math.PI) / 180
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  const channels = linear.map((value) => {
    const clipped = Math.min(1, Math.max(0, value))
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${channels.join('')}`
}

function hueOfName(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return hash % 360
}

/**
 * A label's colour on every screen and in exports. Labels that the project does not hold (those of an imported bank)
 * get a hue made from their name.
 */
export function useLabelColors(): (label: string | null) => string {
  const engine = useEngine()
  const { data } = useQuery({ queryKey: queryKeys.labels, queryFn: () => engine.recordings.labels() })
  return useMemo(() => {
    const labels = (data ?? []).flatMap(({ label }) => (label === null ? [] : [label]))
    const colors = labelColorMap(labels)
    return (label) => (label === null ? unknownColor : (colors.get(label) ?? oklchToHex(0.66, 0.12, hueOfName(label))))
  }, [data])
}
