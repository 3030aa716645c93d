// Eleven stops of matplotlib's viridis (CC0), close enough together for straight lines between them.
const viridisStops = [
  [68, 1, 84],
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
] as const

type Rgb = readonly [red: number, green: number, blue: number]

function viridisRgb(share: number): Rgb {
  const at = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (viridisStops.length - 1)
  const low = Math.min(viridisStops.length - 2, Math.floor(at))
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(viridisStops[low][channel] + (at - low) * (viridisStops[low + 1][channel] - viridisStops[low][channel]))
  return [mix(0), mix(1), mix(2)]
}

/** The viridis color of a share in [0, 1]; shares outside are clamped. */
export function viridis(share: number): string {
  return hex(viridisRgb(share))
}

/** Black or white, whichever stands out more from viridis at this share; always at least 4.5 to 1. */
export function textOnViridis(share: number): string {
  const luminance = relativeLuminance(viridisRgb(share))
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}

/** All stops, for a legend that shows the scale. */
export const viridisScale: readonly string[] = viridisStops.map((stop) => hex(stop))

function hex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** Relative luminance of sRGB, WCAG 2.2. */
function relativeLuminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
