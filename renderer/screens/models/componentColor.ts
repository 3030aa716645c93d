import { oklchToHex } from '../../labelColors'

/**
 * The color of a component in every chart of its mixture. Hues follow the golden angle, so that neighbors stay apart
 * however many there are; lightness alternates for eyes that see few hues.
 */
export function componentColor(component: number): string {
  return oklchToHex(component % 2 === 0 ? 0.7 : 0.58, 0.13, 250 + 137.508 * component)
}
