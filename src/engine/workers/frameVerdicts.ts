import type { FeaturePreview } from '../contract'

export type VerdictRun = FeaturePreview['verdicts'][number]
export type FrameVerdict = VerdictRun['verdict']

export interface FrameFates {
  /** 1 where voice activity kept the frame. */
  readonly speech: ArrayLike<number>
  /** The same without any hang-over. */
  readonly withoutHangOver: ArrayLike<number>
  /** Mean square of each frame about its own mean; 0 for digital silence alone. */
  readonly variances: ArrayLike<number>
}

/** Why each frame was kept or dropped, as unbroken runs in order. */
export function frameVerdicts({ speech, withoutHangOver, variances }: FrameFates): VerdictRun[] {
  const runs: VerdictRun[] = []
  for (let frame = 0; frame < speech.length; frame++) {
    const verdict: FrameVerdict =
      speech[frame] === 1
        ? withoutHangOver[frame] === 1
          ? 'sound'
          : 'hangOver'
        : variances[frame] === 0
          ? 'silence'
          : 'dropped'
    const last = runs.at(-1)
    if (last?.verdict === verdict) last.after = frame + 1
    else runs.push({ first: frame, after: frame + 1, verdict })
  }
  return runs
}
