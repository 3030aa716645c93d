import { CepstraError } from '../../cepstraError'

/**
 * Scores of a detector by what was true: higher speaks for the target. Accepted is a score at or above a threshold.
 * Infinities are scores like others; every figure of this folder takes both lists in any order and leaves them alone.
 */
export interface DetectionScores {
  readonly targets: ArrayLike<number>
  readonly impostors: ArrayLike<number>
}

/** @throws CepstraError OPTIONS_INVALID where a list is empty or a score is not a number: no rate can be told then. */
export function checkDetectionScores({ targets, impostors }: DetectionScores): void {
  for (const [name, scores] of [
    ['targets', targets],
    ['impostors', impostors],
  ] as const) {
    if (scores.length === 0) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `There are no scores of ${name}, so error rates cannot be told. Both kinds of trials are needed.`,
      )
    }
    for (let i = 0; i < scores.length; i++) {
      if (Number.isNaN(scores[i])) {
        throw new CepstraError(
          'OPTIONS_INVALID',
          `Score ${i + 1} of the ${name} is not a number, so error rates cannot be told. Leave that trial out.`,
        )
      }
    }
  }
}
