import { viridis } from '../widgets/chartTheme'

type Rgb = readonly [red: number, green: number, blue: number]

const stops: readonly Rgb[] = viridis.map((color) => [
  Number.parseInt(color.slice(1, 3), 16),
  Number.parseInt(color.slice(3, 5), 16),
  Number.parseInt(color.slice(5, 7), 16),
])

/** Black or white, whichever stands out more from viridis at a share in [0, 1]: always at least 4.5 to 1. */
export function textOnHeat(share: number): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(heatRgb(share))
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}

/** The viridis color at a share in [0, 1], as ECharts mixes it; shares outside are clamped. */
export function heatRgb(share: number): Rgb {
  const at = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (stops.length - 1)
  const low = Math.min(stops.length - 2, Math.floor(at))
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(stops[low][channel] + (at - low) * (stops[low + 1][channel] - stops[low][channel]))
  return [mix(0), mix(1), mix(2)]
}

/** Relative luminance of an sRGB color, WCAG 2.2. */
export function relativeLuminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
