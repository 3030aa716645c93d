import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { waveformPicture } from '../../charts/waveform'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { useLabelColors } from '../../labelColors'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { useWaveform } from '../../widgets/useWaveform'
import { isGiven } from './recordingWords'

const bins = 1500

/** The focused recording at large: click to seek, drag to look closer, double-click for all of it. */
export function FocusedWaveform() {
  const engine = useEngine()
  const id = useFocus((focus) => focus.recordingId)
  const timeRange = useFocus((focus) => focus.timeRange)
  const colorOf = useLabelColors()
  const colors = useChartColors()
  const { data: recording } = useQuery({
    queryKey: queryKeys.recording(id),
    enabled: id !== null,
    queryFn: () => engine.recordings.get({ id: id ?? 0 }),
  })
  const { data: wave, isPending } = useWaveform(id, bins, timeRange)
  const range = timeRange ?? { startSeconds: 0, endSeconds: Math.max(0.001, wave?.durationSeconds ?? 0) }
  const color = recording?.label == null ? colors.neutral : colorOf(recording.label)
  const { startSeconds, endSeconds } = range
  const picture = useMemo(
    () => (wave ? waveformPicture(wave.peaks, { startSeconds, endSeconds }, color) : null),
    [wave, startSeconds, endSeconds, color],
  )
  if (id === null) return null
  return (
    <Chart
      name="Waveform"
      title={recording ? `${recording.name}${recording.label === null ? '' : `, labeled ${recording.label}`}` : ' '}
      option={picture?.option ?? null}
      height={132}
      loading={isPending}
      empty={
        recording && isGiven(recording)
          ? 'Another program made these features; there is no sound to draw.'
          : 'This recording has no sound that could be read.'
      }
      howToRead="Click to set the playhead, drag to look closer, double-click to see all of it; L repeats what is in view."
      time={{ range, ...(picture ? { readout: picture.readout } : {}) }}
      {...(picture ? { csv: picture.csv } : {})}
    />
  )
}
