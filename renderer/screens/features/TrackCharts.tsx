import { useMemo } from 'react'
import { MultiSelect } from '@mantine/core'
import { columnFamily, columnUnit, extraUnit } from '../../charts/columnUnit'
import { featureGrid } from '../../charts/timeGrid'
import { byAxis, tracksPicture, type Track } from '../../charts/tracks'
import { valuesOfColumn } from '../../charts/valuesOfColumn'
import type { Values } from '../../engine'
import type { TimeRange } from '../../focus'
import { useSettings } from '../../settings'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { extrasOf, presentTracks, trackGroups } from './trackChoices'
import { frameTimes, useTrackValues, type Looked, type ShownFeatures } from './useFeaturePreview'

interface TrackChartsProps {
  readonly data: ShownFeatures | null
  readonly looked: Looked
  readonly span: TimeRange
}

const mostTracks = 8
const mostOffered = 80

/** Chosen columns and measures as lines, those of one unit on one axis. */
export function TrackCharts({ data, looked, span }: TrackChartsProps) {
  const colors = useChartColors()
  const wanted = useSettings((settings) => settings.tracks)
  const setTracks = useSettings((settings) => settings.setTracks)
  const groups = useMemo(() => (data ? trackGroups(data.recipe, data.columnNames) : []), [data])
  const chosen = useMemo(() => presentTracks(wanted, groups), [wanted, groups])
  const extras = extrasOf(chosen)
  const measured = useTrackValues(looked, extras)
  const measures = extras.length > 0 && measured.data?.id === looked.id ? measured.data : null
  const pictures = useMemo(() => {
    if (!data) return []
    const { frames, columnNames, recipe, levels } = data
    const tracks = chosen.flatMap((choice): Track[] => {
      if (choice === 'level') return [{ name: 'level', unit: 'dB of full scale', family: 'level', values: levels }]
      const column = columnNames.indexOf(choice.replace(/^column:/, ''))
      return column < 0 ? [] : [track(columnNames[column], columnUnit(columnNames[column], recipe), frames, column)]
    })
    const looks = measures?.rows === frames.rows ? measures.names : []
    for (const [column, name] of looks.entries()) {
      if (measures) tracks.push(track(name, extraUnit(name, recipe) ?? '', measures, column))
    }
    return byAxis(tracks).map((group) => ({
      ...group,
      picture: tracksPicture(group, frameTimes(data), span, featureGrid, colors),
    }))
  }, [data, measures, chosen, span, colors])
  return (
    <section aria-label="Tracks">
      <div className="track-picker">
        <MultiSelect
          label="Tracks"
          size="xs"
          searchable
          clearable
          hidePickedOptions
          maxValues={mostTracks}
          limit={mostOffered}
          placeholder={chosen.length === 0 ? 'Choose columns to see as lines' : ''}
          nothingFoundMessage="Nothing of that name"
          data={groups.map(({ group, items }) => ({ group, items: [...items] }))}
          value={chosen}
          onChange={setTracks}
        />
      </div>
      {measured.error && <ErrorNote error={measured.error} />}
      {pictures.map(({ unit, tracks, picture }) => (
        <Chart
          key={tracks.map(({ name }) => name).join(' ')}
          name={`Tracks ${tracks.map(({ name }) => name).join(' ')}`}
          title={`${tracks.map(({ name }) => name).join(', ')}${unit ? ` in ${unit}` : ''}`}
          height={116}
          option={picture.option}
          csv={picture.csv}
          time={{ range: span, ...featureGrid, readout: picture.readout }}
        />
      ))}
    </section>
  )
}

function track(name: string, unit: string, from: Values, column: number): Track {
  const values = valuesOfColumn(from, column)
  // A line of pitch breaks where there is none; in the features that is 0.
  const seen = name === 'pitch' && unit === 'Hz' ? values.map((hertz) => (hertz === 0 ? Number.NaN : hertz)) : values
  return { name, unit, family: columnFamily(name), values: seen }
}
