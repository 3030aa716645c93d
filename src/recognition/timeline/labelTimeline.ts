import type { FrameSource } from '../../mixture/frameSource'
import type { Bank } from '../bank'
import { bestRuns, type Run } from './bestRuns'
import { bridgePauses } from './bridgePauses'
import { centerBorders } from './centerBorders'
import { describeRuns, type SegmentFacts } from './describeRuns'
import { scoredFrames, type ScoredFrames } from './scoredFrames'
import { speechRegions, type FrameRange } from './speechRegions'
import { settledOptions, type SettledOptions, type TimelineOptions } from './timelineOptions'
import { frameEvidence, voiceEvidence, type VoiceEvidence } from './voiceEvidence'

/** A stretch of a recording under one label, unknown, or silent: frames [first, after). */
export interface TimelineSegment extends FrameRange, SegmentFacts {
  readonly kind: 'label' | 'unknown' | 'silence'
}

const silence: SegmentFacts = {
  ...{ label: null, score: null, evidence: null, posterior: null, secondBest: null, mixedWith: null },
}

/**
 * Labels a recording over time: which label, unknown, or silence, from each frame to the next change.
 *
 * Silence is where voice activity dropped frames for long enough, twice as long where the same voice goes on after it.
 * Over the rest goes a Viterbi pass whose states are the labels and "unknown": a frame speaks for a label by its
 * likelihood ratio to all labels' common Gaussian, and unknown is where that stays under a share of what the label's
 * own voice shows on average. The borders are exact to a frame, or stand in the middle of the pause where a change
 * falls into one.
 *
 * @param kept the kept frames alone, in order; read twice where their scores do not fit into memory
 * @param speech one entry a frame of the whole recording, 1 where it was kept
 * @returns segments that cover all frames, in order; none of no frames.
 * @throws CepstraError MODEL_MISMATCH where the frames do not fit the bank.
 */
export function labelTimeline(
  bank: Pick<Bank, 'mixtures' | 'background' | 'decision' | 'recipe'>,
  kept: FrameSource,
  speech: Uint8Array,
  options: TimelineOptions = {},
): TimelineSegment[] {
  const { mixtures, background, recipe } = bank
  const voices = voiceEvidence(bank)
  const settled = settledOptions(options, voices, recipe.hopSeconds)
  const regions = speechRegions(speech, settled.silenceFrames)
  const all = [...mixtures.map(({ mixture }) => mixture), voices.pooled]
  const scored = scoredFrames(background ? [...all, background.mixture] : all, kept)
  const runs = runsOver(regions, scored, speech, voices, settled)
  const facts = describeRuns(bank, runs, scored, speech, voices)
  const unknown = mixtures.length
  const segments = runs.map(({ state, first, after }, i): TimelineSegment => {
    return { first, after, kind: state === unknown ? 'unknown' : 'label', ...facts[i] }
  })
  return withSilence(segments, speech.length)
}

/** How much longer a pause of one voice may be than one between two, to be no silence. */
const ownPause = 2

/** The best runs, in frames of the recording. */
function runsOver(
  regions: readonly FrameRange[],
  scored: ScoredFrames,
  speech: Uint8Array,
  voices: VoiceEvidence,
  options: SettledOptions,
): Run[] {
  const labels = voices.typical.length
  const { unknownShare, minimumFrames, switchPenalty, silenceFrames } = options
  const stateCount = unknownShare > -1 ? labels + 1 : labels
  const lengths = regions.map(({ first, after }) => after - first)
  const blocks = evidenceBlocks(regions, scored, speech, voices, stateCount, unknownShare)
  const runs: Run[] = []
  let region = 0
  let before = 0
  for (const { state, first, after } of bestRuns(lengths, blocks, { stateCount, minimumFrames, switchPenalty })) {
    while (first - before >= lengths[region]) before += lengths[region++]
    const shift = regions[region].first - before
    runs.push({ state, first: first + shift, after: after + shift })
  }
  return bridgePauses(centerBorders(runs, speech, minimumFrames), ownPause * silenceFrames)
}

const rowsAtOnce = 2048

/** The evidence of every frame of the regions: none where a frame was dropped, and none ever for unknown. */
function* evidenceBlocks(
  regions: readonly FrameRange[],
  scored: ScoredFrames,
  speech: Uint8Array,
  voices: VoiceEvidence,
  stateCount: number,
  unknownShare: number,
): Generator<Float64Array> {
  const block = new Float64Array(rowsAtOnce * stateCount)
  const keptBlocks = scored.blocks()[Symbol.iterator]()
  let scores = new Float32Array(0)
  let row = 0
  let at = 0
  for (const { first, after } of regions) {
    for (let frame = first; frame < after; frame++) {
      if (speech[frame] === 1) {
        if (row === scores.length) {
          const next = keptBlocks.next()
          if (next.done) throw new RangeError('There are more frames that count than were scored.')
          scores = next.value as Float32Array<ArrayBuffer>
          row = 0
        }
        frameEvidence(scores, row, voices, unknownShare, block, at)
        row += scored.width
      } else block.fill(0, at, at + stateCount)
      at += stateCount
      if (at < block.length) continue
      yield block
      at = 0
    }
  }
  if (at > 0) yield block.subarray(0, at)
}

function withSilence(segments: readonly TimelineSegment[], frameCount: number): TimelineSegment[] {
  const all: TimelineSegment[] = []
  let end = 0
  for (const segment of segments) {
    if (segment.first > end) all.push({ kind: 'silence', first: end, after: segment.first, ...silence })
    all.push(segment)
    end = segment.after
  }
  if (end < frameCount) all.push({ kind: 'silence', first: end, after: frameCount, ...silence })
  return all
}
