import { useMemo } from 'react'
import {
  keptTitle,
  verdictColor,
  verdictCounts,
  verdicts,
  verdictWords,
  voiceActivityPicture,
} from '../../charts/voiceActivity'
import { featureGrid } from '../../charts/timeGrid'
import type { TimeRange } from '../../focus'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { frameTimes, type ShownFeatures } from './useFeaturePreview'

interface VoiceActivityChartProps {
  readonly data: ShownFeatures | null
  readonly span: TimeRange
}

/** Which frames are kept, which are dropped, and why. */
export function VoiceActivityChart({ data, span }: VoiceActivityChartProps) {
  const colors = useChartColors()
  const picture = useMemo(
    () =>
      data
        ? voiceActivityPicture({ ...data, ...frameTimes(data) }, data.recipe.voiceActivity, span, featureGrid, colors)
        : null,
    [data, span, colors],
  )
  const counts = data ? verdictCounts(data.verdicts) : null
  return (
    <Chart
      name="Voice activity"
      title={data ? keptTitle(data.verdicts) : 'Voice activity'}
      height={30}
      loading={false}
      howToRead="Models see the frames that are kept; point at a bar for the reason and the level."
      option={picture?.option ?? null}
      time={{ range: span, ...featureGrid, ...(picture ? { readout: picture.readout } : {}) }}
      {...(picture ? { csv: picture.csv } : {})}
      controls={
        counts && (
          <span className="voice-legend">
            {verdicts
              .filter((verdict) => counts[verdict] > 0)
              .map((verdict) => (
                <span key={verdict} className="label-mark">
                  <span className="patch" style={{ background: verdictColor(verdict, colors) }} aria-hidden />
                  {verdictWords(verdict, data?.recipe.voiceActivity ?? 'none')}{' '}
                  {counts[verdict].toLocaleString('en-US')}
                </span>
              ))}
          </span>
        )
      }
    />
  )
}
