import { bestAssignment } from './bestAssignment'

/** Who speaks when: a stretch of time in seconds, and any name for its voice. */
export interface SpokenStretch {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly voice: string
}

export interface DiarizationError {
  /** The sum of the three below over the scored speech; it may be above 1, and is NaN where nothing is scored. */
  readonly rate: number
  /** Speech of the reference, in seconds: two voices at once count twice. */
  readonly scoredSeconds: number
  /** Speech that was answered by too few voices. */
  readonly missedSeconds: number
  /** Voices that were answered where fewer speak. */
  readonly falseAlarmSeconds: number
  /** Speech that was answered by another voice than its own. */
  readonly confusedSeconds: number
  /** Which voice of the reference each answered one stands for; those that stand for none are absent. */
  readonly mapping: ReadonlyMap<string, string>
}

/**
 * The diarization error rate of NIST's Rich Transcription evaluations (md-eval): missed speech, false alarms and confused
 * voices over all speech of the reference, under the one-to-one mapping of voices that leaves the least confusion. Where
 * several voices speak at once, each is scored.
 *
 * @param collarSeconds how much on either side of each border of the reference is not scored; 0.25 in those evaluations.
 */
export function diarizationError(
  reference: readonly SpokenStretch[],
  answer: readonly SpokenStretch[],
  collarSeconds: number,
): DiarizationError {
  const voices = namesOf(reference)
  const answered = namesOf(answer)
  const pieces = piecesOf(reference, answer, collarSeconds)
  const shared = voices.map(() => new Array<number>(answered.length).fill(0))
  for (const { seconds, speaking, said } of pieces) {
    for (const voice of speaking)
      for (const name of said) shared[voices.indexOf(voice)][answered.indexOf(name)] += seconds
  }
  const mapping = new Map<string, string>()
  bestAssignment(shared).forEach((column, row) => {
    if (column !== null && shared[row][column] > 0) mapping.set(answered[column], voices[row])
  })
  let [scored, missed, falseAlarm, confused] = [0, 0, 0, 0]
  for (const { seconds, speaking, said } of pieces) {
    const right = [...said].filter((name) => speaking.has(mapping.get(name) ?? '')).length
    scored += seconds * speaking.size
    missed += seconds * Math.max(0, speaking.size - said.size)
    falseAlarm += seconds * Math.max(0, said.size - speaking.size)
    confused += seconds * (Math.min(speaking.size, said.size) - right)
  }
  return {
    rate: (missed + falseAlarm + confused) / scored,
    scoredSeconds: scored,
    missedSeconds: missed,
    falseAlarmSeconds: falseAlarm,
    confusedSeconds: confused,
    mapping,
  }
}

/** A piece of time in which nobody begins or ends to speak, by either account. */
interface Piece {
  readonly seconds: number
  readonly speaking: ReadonlySet<string>
  readonly said: ReadonlySet<string>
}

/** All scored time in pieces; those without any voice are left out. */
function piecesOf(reference: readonly SpokenStretch[], answer: readonly SpokenStretch[], collar: number): Piece[] {
  const borders = reference.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])
  const times = [
    ...borders.flatMap((border) => [border - collar, border, border + collar]),
    ...answer.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]),
  ]
  const sorted = [...new Set(times)].sort((a, b) => a - b)
  return sorted.slice(1).flatMap((end, i) => {
    const middle = (sorted[i] + end) / 2
    if (borders.some((border) => Math.abs(middle - border) < collar)) return []
    const speaking = voicesAt(reference, middle)
    const said = voicesAt(answer, middle)
    return speaking.size + said.size === 0 ? [] : [{ seconds: end - sorted[i], speaking, said }]
  })
}

function voicesAt(stretches: readonly SpokenStretch[], seconds: number): Set<string> {
  return new Set(
    stretches.flatMap((one) => (one.startSeconds < seconds && seconds < one.endSeconds ? [one.voice] : [])),
  )
}

function namesOf(stretches: readonly SpokenStretch[]): string[] {
  return [...new Set(stretches.map(({ voice }) => voice))]
}
