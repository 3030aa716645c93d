import { labelByScores } from '../../recognition/labelRecording'
import { middleSeconds } from '../../features/framing'
import { matrixOf } from '../matrixWire'
import { recordingFrames } from '../recordingFrames'
import { calls } from './base'
import { recordingOf } from './recordingCalls'
import { wireResult } from './wireResult'

export const recognitionCalls = {
  results: calls.recognition.results.handler(({ input, context }) => {
    const { project } = context.session.required()
    const { total, rows } = project.results.list(input)
    return { total, rows: rows.map((row) => wireResult(project, row)) }
  }),

  scoresOverTime: calls.recognition.scoresOverTime.handler(async ({ input, context, signal }) => {
    const { project } = context.session.required()
    const bank = project.banks.get(input.bankId)
    const recording = recordingOf(project, input.recordingId)
    const { facts: _facts, ...source } = await recordingFrames(recording, bank, context, signal)
    const { mixtures, background, recipe } = bank
    const { hopSeconds } = recipe
    const windowFrames = Math.max(1, Math.round(input.smoothSeconds / hopSeconds))
    const { smooth, base } = await context.pool.run(
      'traceScores',
      { bank: { mixtures, background }, source, windowFrames, maxPoints: input.maxPoints },
      signal ? { signal } : {},
    )
    return {
      labels: mixtures.map(({ label }) => label),
      scores: matrixOf(smooth.data, smooth.rows, smooth.labels),
      stepSeconds: smooth.step * hopSeconds,
      // A frame's middle is half of this behind its hop.
      firstMiddleSeconds: middleSeconds(recipe),
      threshold: base && labelByScores(bank, base).threshold,
    }
  }),
}
