import type { FeaturePreview } from '../../src/engine/contract'
import type { ChartColors } from '../widgets/chartTheme'
import { csvText } from './chartPicture'
import { countText } from './rounded'
import type { TimeMargins } from './timeGrid'
import type { Span, TimePicture } from './waveform'

export type VerdictRun = FeaturePreview['verdicts'][number]
export type Verdict = VerdictRun['verdict']

/** What a recipe drops frames for. */
export type VoiceActivity = 'none' | 'adaptiveEnergy' | 'spectralFlatness'

export interface VoiceActivityData {
  readonly verdicts: readonly VerdictRun[]
  /** dB re full scale, one a frame. */
  readonly levels: Float32Array
  readonly startSeconds: number
  readonly hopSeconds: number
  readonly frameSeconds: number
}

/** The height of a bar tells its verdict as well as its color does. */
const heights: Readonly<Record<Verdict, number>> = { sound: 1, hangOver: 0.6, dropped: 0.16, silence: 0.16 }

export const verdicts: readonly Verdict[] = ['sound', 'hangOver', 'dropped', 'silence']

export function verdictColor(verdict: Verdict, colors: ChartColors): string {
  const byVerdict = { sound: colors.accent, hangOver: colors.neutral, dropped: colors.warning, silence: colors.axis }
  return byVerdict[verdict]
}

/** Why a frame is kept or dropped, in words. */
export function verdictWords(verdict: Verdict, voiceActivity: VoiceActivity): string {
  switch (verdict) {
    case 'sound':
      return 'kept'
    case 'hangOver':
      return 'kept: hang-over'
    case 'silence':
      return 'dropped: digital silence'
    case 'dropped':
      return voiceActivity === 'spectralFlatness' ? 'dropped: flat as noise' : 'dropped: near the noise floor'
  }
}

/** Frames of each verdict. */
export function verdictCounts(runs: readonly VerdictRun[]): Record<Verdict, number> {
  const counts = { sound: 0, hangOver: 0, dropped: 0, silence: 0 }
  for (const { first, after, verdict } of runs) counts[verdict] += after - first
  return counts
}

/** A sentence: how many frames are kept, and in how many stretches. */
export function keptTitle(runs: readonly VerdictRun[]): string {
  const counts = verdictCounts(runs)
  const kept = counts.sound + counts.hangOver
  const total = kept + counts.dropped + counts.silence
  if (kept === total) return `Voice activity keeps all ${countText(total, 'frame')}`
  if (kept === 0) {
    const why = counts.dropped === 0 ? 'nothing but digital silence' : 'nothing stands out from the noise floor'
    return `Voice activity drops all ${countText(total, 'frame')}: ${why}`
  }
  const share = Math.round((100 * kept) / total)
  const stretches = keptStretches(runs)
  return `Voice activity keeps ${kept.toLocaleString('en-US')} of ${countText(total, 'frame')} (${share} %) in ${stretches === 1 ? 'one stretch' : `${stretches} stretches`}`
}

const isKept = ({ verdict }: VerdictRun): boolean => verdict === 'sound' || verdict === 'hangOver'

/** How many unbroken stretches of kept frames there are. */
export function keptStretches(runs: readonly VerdictRun[]): number {
  return runs.filter((run, index) => isKept(run) && (index === 0 || !isKept(runs[index - 1]))).length
}

/** What becomes of each frame, as bars along time whose height and color tell why. */
export function voiceActivityPicture(
  data: VoiceActivityData,
  voiceActivity: VoiceActivity,
  span: Span,
  margins: TimeMargins,
  colors: ChartColors,
): TimePicture {
  const { verdicts: runs, levels, startSeconds, hopSeconds, frameSeconds } = data
  const fromSeconds = startSeconds + (frameSeconds - hopSeconds) / 2
  const runAt = (frame: number): VerdictRun | undefined =>
    runs.find(({ first, after }) => frame >= first && frame < after)
  return {
    option: {
      animation: false,
      grid: { ...margins, top: 2, bottom: 2, outerBoundsMode: 'none' },
      xAxis: { type: 'value', min: span.startSeconds, max: span.endSeconds, show: false },
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series: [
        {
          type: 'custom',
          silent: true,
          clip: true,
          data: runs.map(({ first, after, verdict }) => [
            fromSeconds + first * hopSeconds,
            fromSeconds + after * hopSeconds,
            verdicts.indexOf(verdict),
          ]),
          encode: { x: [0, 1] },
          renderItem: (_params, api) => {
            const verdict = verdicts[Number(api.value(2))]
            const [x, top] = api.coord([api.value(0), heights[verdict]])
            const [right, bottom] = api.coord([api.value(1), 0])
            return {
              type: 'rect',
              shape: { x, y: top, width: Math.max(1, right - x), height: bottom - top },
              style: { fill: verdictColor(verdict, colors) },
            }
          },
        },
      ],
    },
    csv: () =>
      csvText(
        ['seconds', 'kept', 'why', 'level_db'],
        runs.flatMap((run) =>
          Array.from({ length: run.after - run.first }, (_, i) => [
            startSeconds + (run.first + i) * hopSeconds + frameSeconds / 2,
            isKept(run) ? 1 : 0,
            verdictWords(run.verdict, voiceActivity),
            Number(levels[run.first + i].toFixed(2)),
          ]),
        ),
      ),
    readout: (seconds) => {
      const frame = Math.floor((seconds - fromSeconds) / hopSeconds)
      const run = runAt(frame)
      if (!run) return null
      return `${verdictWords(run.verdict, voiceActivity)} · ${levels[frame].toFixed(1).replace('-', '−')} dB`
    },
  }
}
