import { useMemo } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { recipeSchema, type Recipe } from '../../../src/features/recipe'
import { heatmapPicture, heatmapPixels, keptStretches, quantile, speechPicture } from '../../charts/heatmap'
import { waveformPicture, type TimePicture } from '../../charts/waveform'
import { queryKeys, useEngine, valuesOf, type Values } from '../../engine'
import { useFocus, type TimeRange } from '../../focus'
import { useLabelColors } from '../../labelColors'
import { Chart } from '../../widgets/Chart'
import { magma, useChartColors, viridis } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { clock } from '../../widgets/seconds'
import { useWaveform } from '../../widgets/useWaveform'

/** The engine computes at most this much at a time. */
const longestSeconds = 60
const waveformBins = 1500

/** The stretch that is shown: what is in view, or the recording from its start, as far as is computed at a time. */
function shownSpan(range: TimeRange | null, durationSeconds: number): TimeRange {
  const startSeconds = range?.startSeconds ?? 0
  const endSeconds = Math.min(range?.endSeconds ?? durationSeconds, startSeconds + longestSeconds)
  return { startSeconds, endSeconds: Math.max(endSeconds, startSeconds + 0.05) }
}

function canvasOf({ rows, columns }: Values, pixels: Uint8ClampedArray<ArrayBuffer>): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = rows
  canvas.height = columns
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, rows, columns), 0, 0)
  return enlarged(canvas)
}

/** Whole multiples of a small picture, so that stretching it to its chart keeps hard edges between cells. */
function enlarged(small: HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = small.width * Math.max(1, Math.round(3000 / small.width))
  canvas.height = small.height * Math.max(1, Math.round(600 / small.height))
  const drawing = canvas.getContext('2d')
  if (!drawing) return small
  drawing.imageSmoothingEnabled = false
  drawing.drawImage(small, 0, 0, canvas.width, canvas.height)
  return canvas
}

interface FeatureChartsProps {
  readonly id: number
  readonly recipe: Recipe
}

/** Waveform, spectrogram, voice activity and coefficients of one recording on one time axis. */
export function FeatureCharts({ id, recipe }: FeatureChartsProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const colorOf = useLabelColors()
  const timeRange = useFocus((focus) => focus.timeRange)
  const recording = useQuery({ queryKey: queryKeys.recording(id), queryFn: () => engine.recordings.get({ id }) })
  const durationSeconds = recording.data?.durationSeconds ?? null
  // The whole stretch is fetched once; looking closer only redraws it, so zooming answers at once.
  const fetched = shownSpan(
    durationSeconds !== null && durationSeconds <= longestSeconds ? null : timeRange,
    durationSeconds ?? 0,
  )
  const span = shownSpan(timeRange, durationSeconds ?? 0)
  const { data: wave } = useWaveform(id, waveformBins, timeRange)
  const preview = useQuery({
    queryKey: queryKeys.features('preview', id, recipe, fetched.startSeconds, fetched.endSeconds),
    enabled: durationSeconds !== null && recipeSchema.safeParse(recipe).success,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const lengthSeconds = Math.min(longestSeconds, fetched.endSeconds - fetched.startSeconds)
      const answer = await engine.features.preview({ id, recipe, startSeconds: fetched.startSeconds, lengthSeconds })
      return { ...answer, id, frames: await valuesOf(answer.frames), spectrogram: await valuesOf(answer.spectrogram) }
    },
  })
  const data = preview.data?.id === id ? preview.data : undefined
  const label = recording.data?.label ?? null
  const color = label === null ? colors.neutral : colorOf(label)
  const { startSeconds, endSeconds } = span

  const drawn = useMemo(() => {
    if (!data) return null
    const { frames, spectrogram } = data
    const loudest = quantile(spectrogram.values, 0.995)
    const levels = { low: loudest - 70, high: loudest }
    const ranges = Array.from({ length: frames.columns }, (_, column) => {
      const track = new Float32Array(frames.rows)
      for (let row = 0; row < frames.rows; row++) track[row] = frames.values[row * frames.columns + column]
      return { low: quantile(track, 0.02), high: quantile(track, 0.98) }
    })
    return {
      spectrogram: canvasOf(
        spectrogram,
        heatmapPixels(spectrogram, () => levels, magma),
      ),
      frames: canvasOf(
        frames,
        heatmapPixels(frames, (column) => ranges[column], viridis),
      ),
    }
  }, [data])

  const pictures = useMemo(() => {
    if (!data || !drawn) return null
    const view = { startSeconds, endSeconds }
    const times = { startSeconds: data.startSeconds, hopSeconds: data.hopSeconds, frameSeconds: data.frameSeconds }
    return {
      spectrogram: heatmapPicture(
        { ...data.spectrogram, ...times },
        drawn.spectrogram,
        { name: 'Frequency (kHz)', from: 0, to: data.sampleRateHz / 2000 },
        view,
        'dB',
      ),
      speech: speechPicture(data.speech, times, view, colors.accent),
      frames: heatmapPicture(
        { ...data.frames, ...times },
        drawn.frames,
        { name: 'Coefficient', from: -0.5, to: data.frames.columns - 0.5, columnNames: data.columnNames },
        view,
        '',
      ),
    }
  }, [data, drawn, startSeconds, endSeconds, colors])
  const waveform = useMemo(
    () => (wave ? waveformPicture(wave.peaks, { startSeconds, endSeconds }, color) : null),
    [wave, startSeconds, endSeconds, color],
  )

  const kept = data ? data.speech.filter((flag) => flag === 1).length : 0
  const loading = preview.isFetching || recording.isPending
  const time = (picture: TimePicture | undefined | null) => ({
    range: span,
    ...(picture ? { readout: picture.readout } : {}),
  })
  const shared = (picture: TimePicture | undefined | null) => ({
    option: picture?.option ?? null,
    time: time(picture),
    ...(picture ? { csv: picture.csv } : {}),
  })
  const longer = durationSeconds !== null && durationSeconds > longestSeconds
  return (
    <div className="feature-charts" tabIndex={0} role="region" aria-label="Features of the recording">
      {recording.error && <ErrorNote error={recording.error} />}
      {preview.error && <ErrorNote error={preview.error} />}
      <Chart
        name="Waveform"
        title={
          recording.data
            ? `${recording.data.name}${label === null ? '' : `, labeled ${label}`}, ${clock(startSeconds)} to ${clock(endSeconds)}`
            : ' '
        }
        height={92}
        loading={wave === undefined && recording.isPending}
        empty="This recording has no sound that could be read."
        howToRead={
          longer
            ? 'Up to a minute is computed at a time: drag to look closer, double-click to go back to the start.'
            : 'Click to set the playhead, drag to look closer, double-click to see all of it.'
        }
        {...shared(waveform)}
      />
      <Chart
        name="Spectrogram"
        title={
          data
            ? `Spectrum of each ${Math.round(data.frameSeconds * 1000)} ms frame, every ${Number((data.hopSeconds * 1000).toFixed(1))} ms`
            : 'Spectrogram'
        }
        height={156}
        loading={loading && !data}
        howToRead="Brighter is louder; 70 dB from dark to bright."
        {...shared(pictures?.spectrogram)}
      />
      <Chart
        name="Voice activity"
        title={data ? keptTitle(kept, data.speech.length, keptStretches(data.speech).length) : 'Voice activity'}
        height={22}
        loading={false}
        howToRead="Bars are frames that models see; gaps are too close to the recording’s own noise floor."
        {...shared(pictures?.speech)}
      />
      <Chart
        name="Cepstrum"
        title={
          data
            ? `${data.frames.columns} values a frame, ${data.columnNames[0]} to ${data.columnNames.at(-1)}`
            : 'Coefficients'
        }
        height={176}
        loading={loading && !data}
        howToRead="Each row is one coefficient over time, colored from its own lowest (dark) to its own highest value."
        {...shared(pictures?.frames)}
      />
    </div>
  )
}

function keptTitle(kept: number, total: number, stretches: number): string {
  if (kept === total) return `Voice activity keeps all ${total} frames`
  if (kept === 0) return `Voice activity drops all ${total} frames: nothing stands out from the noise floor`
  const share = Math.round((100 * kept) / total)
  return `Voice activity keeps ${kept} of ${total} frames (${share} %) in ${stretches === 1 ? 'one stretch' : `${stretches} stretches`}`
}
