import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Recipe } from '../../../src/features/recipe'
import { columnTicks, groupStarts, heatmapPixelsTall } from '../../charts/columnTicks'
import { columnScales, heatmapPicture, quantiles } from '../../charts/heatmap'
import { emptyFilters, filterRange, withFilters } from '../../charts/melFilters'
import { countText } from '../../charts/rounded'
import { featureGrid, timePlot } from '../../charts/timeGrid'
import { waveformPicture, type TimePicture } from '../../charts/waveform'
import { queryKeys, useEngine } from '../../engine'
import { useFocus, type TimeRange } from '../../focus'
import { useLabelColors } from '../../labelColors'
import { Chart } from '../../widgets/Chart'
import { magma, useChartColors, viridis } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { clock } from '../../widgets/seconds'
import { useWaveform } from '../../widgets/useWaveform'
import { drawnHeatmap } from './drawnHeatmap'
import { TrackCharts } from './TrackCharts'
import {
  frameTimes,
  longestSeconds,
  useFeaturePreview,
  useSpectrogram,
  type Looked,
  type ShownFeatures,
  type ShownSpectrogram,
} from './useFeaturePreview'
import { VoiceActivityChart } from './VoiceActivityChart'

const waveformBins = 1500
const spectrogramRangeDb = 70

/** The stretch that is shown: what is in view, or the recording from its start, as far as is computed at a time. */
function shownSpan(range: TimeRange | null, durationSeconds: number): TimeRange {
  const startSeconds = range?.startSeconds ?? 0
  const endSeconds = Math.min(range?.endSeconds ?? durationSeconds, startSeconds + longestSeconds)
  return { startSeconds, endSeconds: Math.max(endSeconds, startSeconds + 0.05) }
}

interface FeatureChartsProps {
  readonly id: number
  readonly recipe: Recipe
  readonly sampleRateHz: number | null
}

/** Waveform, spectrogram with filters, voice activity, features and chosen tracks of one recording on one time axis. */
export function FeatureCharts({ id, recipe, sampleRateHz }: FeatureChartsProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const colorOf = useLabelColors()
  const timeRange = useFocus((focus) => focus.timeRange)
  const recording = useQuery({ queryKey: queryKeys.recording(id), queryFn: () => engine.recordings.get({ id }) })
  const durationSeconds = recording.data?.durationSeconds ?? null
  const longer = durationSeconds !== null && durationSeconds > longestSeconds
  // The whole stretch is fetched once; looking closer only redraws it, so zooming answers at once.
  const stretch = durationSeconds === null ? null : shownSpan(longer ? timeRange : null, durationSeconds)
  const { startSeconds, endSeconds } = shownSpan(timeRange, durationSeconds ?? 0)
  const span = useMemo(() => ({ startSeconds, endSeconds }), [startSeconds, endSeconds])
  const looked: Looked = { id, recipe, sampleRateHz, stretch }
  const { data, error, fetching } = useFeaturePreview(looked)
  const { data: wave } = useWaveform(id, waveformBins, timeRange)
  const label = recording.data?.label ?? null
  const color = label === null ? colors.neutral : colorOf(label)
  const waveform = useMemo(
    () => (wave ? waveformPicture(wave.peaks, span, color, featureGrid) : null),
    [wave, span, color],
  )
  const spectrogram = useSpectrogramPicture(useSpectrogram(looked), data, span)
  const cepstrum = useFeatureHeatmap(data, span)
  const loading = (fetching || recording.isPending) && !data
  const along = (picture: TimePicture | null) => ({
    option: picture?.option ?? null,
    time: { range: span, ...featureGrid, ...(picture ? { readout: picture.readout } : {}) },
    ...(picture ? { csv: picture.csv } : {}),
  })
  return (
    <div className="feature-charts" tabIndex={0} role="region" aria-label="Features of the recording">
      {recording.error && <ErrorNote error={recording.error} />}
      {error && <ErrorNote error={error} />}
      <Chart
        name="Waveform"
        title={
          recording.data
            ? `${recording.data.name}${label === null ? '' : `, labeled ${label}`}, ${clock(startSeconds)} to ${clock(endSeconds)}`
            : ' '
        }
        height={84}
        loading={wave === undefined && recording.isPending}
        empty="This recording has no sound that could be read."
        howToRead={
          longer
            ? 'Up to a minute is computed at a time: drag to look closer, double-click to go back to the start.'
            : 'Click to set the playhead, drag to look closer, double-click to see all of it.'
        }
        {...along(waveform)}
      />
      <Chart
        name="Spectrogram"
        title={data ? spectrogramTitle(data) : 'Spectrogram'}
        height={164}
        loading={loading}
        howToRead={`Brighter is louder; ${spectrogramRangeDb} dB from dark to bright. At the right the filters of the recipe, on the same frequencies.`}
        {...along(spectrogram)}
      />
      <VoiceActivityChart data={data} span={span} />
      <Chart
        name="Cepstrum"
        title={data ? featuresTitle(data) : 'Features'}
        height={heatmapPixelsTall(data?.frames.columns ?? 0)}
        loading={loading}
        howToRead="Each row is one column over time, colored from its own lowest (dark) to its own highest value; lines stand between kinds of columns."
        {...along(cepstrum)}
      />
      <TrackCharts data={data} looked={looked} span={span} />
    </div>
  )
}

function useSpectrogramPicture(
  levels: ShownSpectrogram | null,
  data: ShownFeatures | null,
  span: TimeRange,
): TimePicture | null {
  const colors = useChartColors()
  const drawn = useMemo(() => {
    if (!levels || levels.rows === 0) return null
    const [loudest] = quantiles(levels.values, [0.995])
    return drawnHeatmap(levels, () => ({ low: loudest - spectrogramRangeDb, high: loudest }), magma)
  }, [levels])
  const filters = data?.filters
  return useMemo(() => {
    if (!levels || !drawn) return null
    const halfRateHz = levels.sampleRateHz / 2
    const axis = { name: 'Frequency (kHz)', from: 0, to: halfRateHz / 1000 }
    const picture = heatmapPicture(levels, drawn, axis, span, 'dB', featureGrid)
    return filters ? { ...picture, option: withFilters(picture.option, filters, halfRateHz, colors) } : picture
  }, [levels, filters, drawn, span, colors])
}

function useFeatureHeatmap(data: ShownFeatures | null, span: TimeRange): TimePicture | null {
  const drawn = useMemo(() => {
    if (!data || data.frames.columns === 0) return null
    const scales = columnScales(data.frames, 2 * data.recipe.stacking + 1)
    return drawnHeatmap(data.frames, (column) => scales[column], viridis)
  }, [data])
  return useMemo(() => {
    if (!data || !drawn) return null
    const { columns } = data.frames
    const plotPixels = heatmapPixelsTall(columns) - timePlot.top - timePlot.bottom
    const axis = {
      name: 'Column',
      from: -0.5,
      to: columns - 0.5,
      columns: { names: data.columnNames, ticks: columnTicks(data.columnNames, plotPixels) },
      dividers: groupStarts(data.columnNames),
    }
    return heatmapPicture({ ...data.frames, ...frameTimes(data) }, drawn, axis, span, '', featureGrid)
  }, [data, drawn, span])
}

function spectrogramTitle({ frameSeconds, hopSeconds, filters }: ShownFeatures): string {
  const [from, to] = filterRange(filters)
  const milliseconds = (seconds: number): string => String(Number((seconds * 1000).toFixed(1)))
  const empty = emptyFilters(filters)
  const troubles =
    empty === 0 ? '' : `; ${countText(empty, 'filter')} so narrow that no bin falls into ${empty === 1 ? 'it' : 'them'}`
  return (
    `${milliseconds(frameSeconds)} ms every ${milliseconds(hopSeconds)} ms under ` +
    `${countText(filters.bands.length, 'filter')} from ${Math.round(from)} to ${Math.round(to)} Hz${troubles}`
  )
}

function featuresTitle({ frames, columnNames }: ShownFeatures): string {
  const [first] = columnNames
  return columnNames.length === 1
    ? `One value a frame, ${first}`
    : `${frames.columns} values a frame, ${first} to ${columnNames.at(-1) ?? ''}`
}
