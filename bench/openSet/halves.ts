import { equalErrorThreshold } from '../../src/recognition/decision/thresholds'
import { expectedRates } from '../../src/recognition/decision/expectedRates'
import { measureScorers } from '../../src/recognition/decision/measureScorer'
import { recommendScorer } from '../../src/recognition/decision/recommendScorer'
import { impostorsOf, impostorSums } from '../../src/recognition/scoring/impostorStatistics'
import type { Scorer } from '../../src/recognition/scoring/scorer'
import { shuffle } from '../../src/recognition/shuffle'
import type { RelativeFloor } from '../../src/recognition/trainLabel'
import { wilsonInterval } from '../../src/recognition/wilsonInterval'
import { rateOf, realScores } from './realTrials'
import { rotations } from './rotations'
import { foldsOf, scoredBy, voiceBank } from './voiceBank'
import { speakers, type Voice } from './voices'

const foldCount = 3
/** As a training holds out: shorter fits on fewer frames. */
const heldOut = { maxIterations: 12, maxFrames: 4000, adapt: false }
const whole = { maxIterations: 30, maxFrames: 8000, adapt: false }

export interface HalvesOptions {
  readonly seed: number
  /** Recordings of each speaker that are asked about in the other half. */
  readonly asked: number
  /** Held-out recordings of each speaker that scorers are measured on in the first. */
  readonly measured: number
  /** Of the 60, each unknown speaker as often as the others. */
  readonly rotationCount: number
  readonly floor: RelativeFloor
}

/** What one random half of the recordings said of the other, rotation by rotation. */
export interface RotationOutcome {
  readonly recommended: Scorer
  /** By scorer: the equal error rate as one half measures it without the unknown speaker, and as the other half shows it. */
  readonly rates: ReadonlyMap<Scorer, { readonly measured: number; readonly found: number }>
  readonly falseReject: KeptPromise
  readonly falseAccept: KeptPromise
}

interface KeptPromise {
  readonly promised: number
  readonly found: number
  /** Whether the rate found lies within the interval that was promised. */
  readonly within: boolean
  /** Whether the interval of the rate found and the one promised have something in common. */
  readonly overlaps: boolean
}

/**
 * Cuts the recordings in two at random. The first half trains the banks, measures the scorers by cross-validation within
 * itself and without the unknown speaker, recommends one and sets its threshold; the second half asks the banks.
 */
export function askOtherHalf(
  voices: readonly Voice[],
  { seed, asked, measured: heldOutCount, rotationCount, floor }: HalvesOptions,
): RotationOutcome[] {
  const ordered = speakers.map((_, place) =>
    shuffle(
      voices.filter(({ speaker }) => speaker === place),
      seed,
    ),
  )
  const first = ordered.flatMap((own) => own.slice(0, own.length / 2))
  const second = ordered.flatMap((own) => own.slice(own.length / 2, own.length / 2 + asked))
  const dealt = first.map((voice, i) => ({ voice, fold: i % foldCount }))
  const folds = Array.from({ length: foldCount }, (_, fold) => {
    const bank = voiceBank(
      dealt.filter((one) => one.fold !== fold).map(({ voice }) => voice),
      { floor, ...heldOut },
    )
    const held = dealt.filter((one) => one.fold === fold).map(({ voice }) => voice)
    const each = Math.ceil(heldOutCount / foldCount)
    return scoredBy(
      bank,
      speakers.flatMap((_, place) => held.filter(({ speaker }) => speaker === place).slice(0, each)),
    )
  })
  const answers = scoredBy(voiceBank(first, { floor, ...whole }), second)
  const chosen = speakers.flatMap((_, unknown) =>
    shuffle(rotations.slice(unknown * 10, unknown * 10 + 10), seed).slice(0, rotationCount / speakers.length),
  )
  return chosen.map((rotation) => {
    const own = foldsOf(folds, rotation)
    const measured = measureScorers(own, false)
    const impostors = impostorsOf(impostorSums(own), own[0].labels)
    const real = new Map(measured.map(({ scorer }) => [scorer, realScores({ scorer, impostors }, answers, rotation)]))
    const { scorer } = recommendScorer(measured, seed)
    const { trials } = measured.find((each) => each.scorer === scorer)!
    const [known, unknown] = [trials.known, trials.unknown].map((list) =>
      Float64Array.from(list, ({ score }) => score).sort(),
    )
    const threshold = equalErrorThreshold(known, unknown)
    const { falseReject, falseAccept } = expectedRates(trials, equalErrorThreshold)
    const found = real.get(scorer)!
    return {
      recommended: scorer,
      rates: new Map(
        measured.flatMap(({ scorer: name, measure, trials: { unknown: strangers } }) =>
          measure.equalErrorRate === null || strangers.length < unknown.length
            ? []
            : [[name, { measured: measure.equalErrorRate, found: rateOf(real.get(name)!) }]],
        ),
      ),
      falseReject: kept(falseReject, found.known.filter((score) => score < threshold).length, found.known.length),
      falseAccept: kept(falseAccept!, found.unknown.filter((score) => score >= threshold).length, found.unknown.length),
    }
  })
}

function kept(
  { share, interval: [least, most] }: { readonly share: number; readonly interval: readonly [number, number] },
  hits: number,
  trials: number,
): KeptPromise {
  const found = hits / trials
  const [lowest, highest] = wilsonInterval(hits, trials)
  return {
    promised: share,
    found,
    within: found >= least && found <= most,
    overlaps: lowest <= most && highest >= least,
  }
}
