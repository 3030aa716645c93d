import { oklchToHex } from '../../../labelColors'

/** The golden angle: hues that follow each other lie far apart, however many there are. */
const turnDegrees = 137.508

/** Color of a cluster that has no name yet, by its number from 1: paler than any label, for it is none. */
export function clusterColor(cluster: number): string {
  return oklchToHex(0.72, 0.06, (cluster * turnDegrees) % 360)
}
