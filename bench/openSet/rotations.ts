/** Who is enrolled, who makes the background, and who is unknown. */
export interface Rotation {
  readonly enrolled: readonly number[]
  readonly background: readonly [number, number]
  readonly unknown: number
}

const places = [0, 1, 2, 3, 4, 5]

/** All pairs of speakers, in the order in which `pairIndex` counts them. */
export const pairs = places.flatMap((a) => places.slice(a + 1).map((b) => [a, b] as const))

export function pairIndex([a, b]: readonly [number, number]): number {
  return pairs.findIndex(([first, second]) => first === Math.min(a, b) && second === Math.max(a, b))
}

/** All that may be enrolled together, or are left of them when one plays the stranger: each two and each three speakers. */
export const crowds: readonly (readonly number[])[] = [
  ...pairs,
  ...places.flatMap((a) => pairs.filter(([b]) => b > a).map(([b, c]) => [a, b, c])),
]

const crowdPlaces = new Map(crowds.map((members, i) => [members.join(' '), i]))

/** Where two or three speakers, ascending, stand in `crowds`. */
export function crowdIndex(members: readonly number[]): number {
  return crowdPlaces.get(members.join(' ')) ?? -1
}

/** All 60: each of the 6 speakers once unknown, beside each of the 10 choices of 2 for the background among the other 5. */
export const rotations: readonly Rotation[] = places.flatMap((unknown) =>
  pairs
    .filter((pair) => !pair.includes(unknown))
    .map((background) => ({
      enrolled: places.filter((place) => place !== unknown && !background.includes(place)),
      background,
      unknown,
    })),
)
