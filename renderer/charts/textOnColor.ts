import { relativeLuminance } from './heat'

/** Black or white, whichever stands out more from a color given as #rrggbb: always at least 4.5 to 1. */
export function textOnColor(color: string): '#000000' | '#ffffff' {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  const luminance = relativeLuminance([red, green, blue])
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}
