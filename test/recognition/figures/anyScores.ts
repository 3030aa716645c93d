import fc from 'fast-check'

/** Scores of both kinds, with ties and, if asked for, infinities among them. */
export function anyScores(infinities = false) {
  const score = fc.oneof(
    fc.integer({ min: -4, max: 4 }),
    fc.double({ min: -20, max: 20, noNaN: true }),
    ...(infinities ? [fc.constantFrom(Infinity, -Infinity)] : []),
  )
  const list = fc.array(score, { minLength: 1, maxLength: 30 })
  return fc.record({ targets: list, impostors: list })
}
