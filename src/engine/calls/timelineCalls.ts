import { inSeconds } from '../../recognition/timeline/inSeconds'
import type { Timeline } from '../contract'
import { recordingFrames } from '../recordingFrames'
import { calls } from './base'
import { recordingOf } from './recordingCalls'

export const timelineCalls = {
  timeline: calls.recognition.timeline.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const bank = project.banks.get(input.bankId)
    const recording = recordingOf(project, input.recordingId)
    const { facts: _facts, ...source } = await recordingFrames(recording, bank, context, signal)
    const { mixtures, background, decision, recipe } = bank
    const found = await context.pool.run(
      'labelOverTime',
      { bank: { mixtures, background, decision, recipe }, source, options: input.options },
      signal ? { signal } : {},
    )
    const durationSeconds = recording.durationSeconds ?? source.speech.length * recipe.hopSeconds
    const segments = inSeconds(found, source.speech.length, durationSeconds, recipe)
    return { recordingId: recording.id, bankId: bank.id, durationSeconds, segments, totals: totalsOf(segments) }
  }),
}

/** Seconds of each label, of unknown, and of silence; the most first. */
function totalsOf(segments: Timeline['segments']): Timeline['totals'] {
  const totals = new Map<string, Timeline['totals'][number]>()
  for (const { kind, label, startSeconds, endSeconds } of segments) {
    const named = kind === 'label' ? label : null
    const key = JSON.stringify([kind, named])
    const seconds = (totals.get(key)?.seconds ?? 0) + endSeconds - startSeconds
    totals.set(key, { kind, label: named, seconds })
  }
  return [...totals.values()].sort((a, b) => b.seconds - a.seconds)
}
