import { adaptLabelSteps } from '../../src/recognition/adaptLabel'
import type { BankMixture } from '../../src/recognition/bank'
import { meanScores } from '../../src/recognition/scoreFrames'
import type { HeldOutFold, HeldOutTrial } from '../../src/recognition/heldOut'
import { pooledOf } from '../../src/recognition/scoring/pooledGaussian'
import { thinFrames } from '../../src/recognition/thinFrames'
import { fitLabelSteps, type RelativeFloor } from '../../src/recognition/trainLabel'
import { concatenateFrames } from '../../src/mixture/frames'
import { crowdIndex, crowds, pairIndex, pairs, type Rotation } from './rotations'
import { speakers, type Voice } from './voices'

/** What one recording, or several of one speaker joined, gets under every mixture that a rotation may need. */
export interface VoiceScores {
  readonly speaker: number
  readonly digit: number
  readonly take: number
  readonly frameCount: number
  readonly speakers: readonly number[]
  readonly pairs: readonly number[]
  /** Under the Gaussian of each two or three speakers together, in the order of `crowds`. */
  readonly crowds: readonly number[]
  /** Of each pair, that of each speaker adapted from it; empty where none were. */
  readonly adapted: readonly (readonly number[])[]
}

export interface VoiceBank {
  readonly speakers: readonly BankMixture[]
  /** Backgrounds of two speakers each. */
  readonly pairs: readonly BankMixture[]
  readonly adapted: readonly (readonly BankMixture[])[]
}

export interface BankOptions {
  readonly floor: RelativeFloor
  readonly maxIterations: number
  readonly maxFrames: number
  readonly adapt: boolean
}

const components = 16

/** One mixture a speaker, one background a pair, and the speakers adapted from each background. */
export function voiceBank(training: readonly Voice[], options: BankOptions): VoiceBank {
  const { floor, maxIterations, maxFrames, adapt } = options
  const framesOf = (members: readonly number[]) => {
    const chosen = training.filter(({ speaker }) => members.includes(speaker)).map(({ frames }) => frames)
    return thinFrames(concatenateFrames(chosen), maxFrames * members.length)
  }
  const fit = (members: readonly number[]): BankMixture =>
    ended(
      fitLabelSteps(members.map((place) => speakers[place]).join(' '), framesOf(members), {
        components: components * members.length,
        maxIterations,
        floor,
      }),
    )
  const backgrounds = pairs.map(fit)
  const moved = { adapted: ['means'], relevance: 16, floor, precision: 'float64' } as const
  return {
    speakers: speakers.map((_, place) => fit([place])),
    pairs: backgrounds,
    adapted: backgrounds.map(({ mixture }) =>
      adapt
        ? speakers.map((name, place) =>
            ended(adaptLabelSteps(name, framesOf([place]), { background: mixture, ...moved })),
          )
        : [],
    ),
  }
}

export function scoredBy(bank: VoiceBank, voices: readonly Voice[]): VoiceScores[] {
  const together = crowds.map((members) => ({ mixture: pooledOf(members.map((place) => bank.speakers[place])) }))
  const mixtures = [...bank.speakers, ...bank.pairs, ...together, ...bank.adapted.flat()]
  return voices.map(({ frames, ...voice }) => {
    const scores = Array.from(meanScores({ mixtures }, frames))
    const from = speakers.length + pairs.length
    const adapted = scores.slice(from + crowds.length)
    return {
      ...voice,
      frameCount: frames.count,
      speakers: scores.slice(0, speakers.length),
      pairs: scores.slice(speakers.length, from),
      crowds: scores.slice(from, from + crowds.length),
      adapted: pairs.map((_, p) => adapted.slice(p * speakers.length, (p + 1) * speakers.length)),
    }
  })
}

/** Five digits of one speaker and take as one test: the mean over the frames of all five. */
export function joinedByFive(scores: readonly VoiceScores[]): VoiceScores[] {
  const groups = new Map<string, VoiceScores[]>()
  for (const one of scores) {
    const key = `${one.speaker} ${one.take} ${Math.floor(one.digit / 5)}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((group) => {
    const frameCount = group.reduce((sum, one) => sum + one.frameCount, 0)
    const mean = (of: (one: VoiceScores) => readonly number[]): number[] =>
      of(group[0]).map((_, i) => group.reduce((sum, one) => sum + of(one)[i] * one.frameCount, 0) / frameCount)
    return {
      ...group[0],
      frameCount,
      speakers: mean((one) => one.speakers),
      pairs: mean((one) => one.pairs),
      crowds: mean((one) => one.crowds),
      adapted: pairs.map((_, p) => mean((one) => one.adapted[p])),
    }
  })
}

/** A recording as a rotation's bank sees it; without one of its two, the background is the other speaker alone. */
export function trialOf(one: VoiceScores, { enrolled, background }: Rotation, adapted = false): HeldOutTrial {
  const pair = pairIndex(background)
  const under = adapted ? one.adapted[pair] : one.speakers
  return {
    truth: speakers[one.speaker],
    base: {
      likelihoods: enrolled.map((place) => under[place]),
      // Adapted mixtures have another Gaussian together, which is not scored.
      ...(adapted ? {} : { pooled: one.crowds[crowdIndex(enrolled)] }),
      background: one.pairs[pair],
      frameCount: one.frameCount,
    },
    ...(adapted
      ? {}
      : { pooledWithout: enrolled.map((left) => one.crowds[crowdIndex(enrolled.filter((place) => place !== left))]) }),
    without: background.map((_, i) => ({ background: one.speakers[background[1 - i]] })),
  }
}

/** Folds of a rotation's own recordings, without the unknown speaker, as a training holds them out. */
export function foldsOf(folds: readonly (readonly VoiceScores[])[], rotation: Rotation): HeldOutFold[] {
  return folds.map((scores) => ({
    labels: rotation.enrolled.map((place) => speakers[place]),
    trials: scores.filter(({ speaker }) => speaker !== rotation.unknown).map((one) => trialOf(one, rotation)),
    backgroundGroups: rotation.background.map((place) => [speakers[place]]),
  }))
}

function ended<Result>(steps: Generator<unknown, Result, never> | Generator<unknown, Result>): Result {
  let step = steps.next(undefined as never)
  while (!step.done) step = steps.next(undefined as never)
  return step.value
}
