import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryKeys, useEngine } from './engine'

/** Color of "unknown" and of recordings without a label; charts draw it hatched. */
export const unknownColor = '#8a929b'

/** Okabe and Ito's palette for color-blind readers, without black, which a dark theme cannot show. */
export const okabeIto: readonly string[] = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442']

/** Colors of `count` labels, as #rrggbb: Okabe-Ito first, then evenly spaced OKLCH hues that keep off the former. */
export function labelPalette(count: number): string[] {
  const extra = count - okabeIto.length
  if (extra <= 0) return okabeIto.slice(0, count)
  const taken = okabeIto.map(hexToOklab)
  let best: string[] = []
  let bestDistance = -1
  const spacing = 360 / extra
  for (let turn = 0; turn < spacing; turn += spacing / 24) {
    for (const pair of lightnessPairs) {
      // Neighboring hues differ in lightness too, so that many labels stay apart.
      const tried = Array.from({ length: extra }, (_, index) =>
        oklchToHex(pair[index % 2], 0.12, turn + index * spacing),
      )
      const distance = Math.min(...tried.map((color) => nearest(hexToOklab(color), taken)))
      if (distance > bestDistance) [best, bestDistance] = [tried, distance]
    }
  }
  return [...okabeIto, ...best]
}

const lightnessPairs: readonly (readonly [number, number])[] = [
  [0.55, 0.8],
  [0.8, 0.55],
  [0.62, 0.82],
  [0.82, 0.62],
]

type Oklab = readonly [lightness: number, a: number, b: number]

function nearest(color: Oklab, others: readonly Oklab[]): number {
  return Math.min(...others.map((other) => Math.hypot(color[0] - other[0], color[1] - other[1], color[2] - other[2])))
}

function hexToOklab(hex: string): Oklab {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** Colors by label, in the order in which the project lists its labels. */
export function labelColorMap(labels: readonly string[]): ReadonlyMap<string, string> {
  const palette = labelPalette(labels.length)
  return new Map(labels.map((label, index) => [label, palette[index]]))
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
 * A label's color on every screen and in exports. Labels that the project does not hold (those of an imported bank)
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
