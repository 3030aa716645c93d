import { useCallback, useMemo, useRef, useState } from 'react'
import { Button, SegmentedControl, Table, UnstyledButton } from '@mantine/core'
import type { ECharts } from 'echarts'
import { detPicture, detTable } from '../../charts/det'
import {
  equalErrorPoint,
  pointAtDeviates,
  pointAtThreshold,
  pointSentence,
  thresholdText,
} from '../../charts/operatingPoint'
import { percentText } from '../../charts/rounded'
import { scoreHistogramsPicture } from '../../charts/scoreHistograms'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { dragAcross } from '../../widgets/dragAcross'
import { capital, errorsAt, trialWords, type Behind, type TrialKind } from './behind'
import type { ScorerFigures } from './figures'

interface DetectionViewProps {
  readonly figures: ScorerFigures
  readonly onBehind: (behind: Behind) => void
}

/** One error against the other: the DET curve and both histograms of scores, held together by one threshold. */
export function DetectionView({ figures, onBehind }: DetectionViewProps) {
  const kinds = (['openSet', 'verification'] as const).filter((kind) => figures[kind] !== null)
  const [wanted, want] = useState<TrialKind>('openSet')
  const kind = kinds.includes(wanted) ? wanted : kinds[0]
  const detection = kind === undefined ? null : figures[kind]
  if (kind === undefined || detection === null) {
    return (
      <p className="note dimmed">
        Errors cannot be weighed against each other here: that takes scores of recordings and of others to refuse.
      </p>
    )
  }
  return (
    <OperatingPointView
      key={kind}
      kind={kind}
      detection={detection}
      onBehind={onBehind}
      controls={
        kinds.length > 1 && (
          <SegmentedControl
            aria-label="Scores of"
            data={kinds.map((one) => ({ value: one, label: trialWords[one].name }))}
            value={kind}
            onChange={(next) => want(next === 'verification' ? 'verification' : 'openSet')}
          />
        )
      }
    />
  )
}

interface OperatingPointViewProps {
  readonly kind: TrialKind
  readonly detection: NonNullable<ScorerFigures['openSet']>
  readonly controls: React.ReactNode
  readonly onBehind: (behind: Behind) => void
}

function OperatingPointView({ kind, detection, controls, onBehind }: OperatingPointViewProps) {
  const colors = useChartColors()
  const { det, histogram } = detection
  const [chosen, choose] = useState(() => equalErrorPoint(det))
  const point = det[chosen]
  const { threshold } = point
  const words = trialWords[kind]

  const curve = useMemo(() => detPicture(detection, chosen, colors), [detection, chosen, colors])
  const bars = useMemo(
    () =>
      scoreHistogramsPicture(
        histogram,
        threshold,
        { targets: capital(words.targets), impostors: capital(words.impostors) },
        colors,
      ),
    [histogram, threshold, words, colors],
  )
  // The charts are told once what a drag does; what they reach through this stays that of the latest rendering.
  const listBin = useRef<(x: number) => void>(() => undefined)
  listBin.current = (x) => {
    const width = (histogram.to - histogram.from) / Math.max(1, histogram.targets.length)
    const bin = Math.min(histogram.targets.length - 1, Math.max(0, Math.floor((x - histogram.from) / width)))
    const from = histogram.from + bin * width
    const ends = `${thresholdText(from)} to ${thresholdText(from + width)}`
    const impostorsMore = (histogram.impostors[bin] ?? 0) > histogram.targets[bin] && words.ofImpostors !== null
    onBehind({
      kind: 'scores',
      words: `${impostorsMore ? words.impostors : words.targets} with scores of ${ends}`,
      request:
        impostorsMore && words.ofImpostors !== null
          ? { score: { of: words.ofImpostors, from, to: from + width } }
          : { score: { of: words.ofTargets, from, to: from + width }, known: true },
    })
  }
  const dragCurve = useCallback(
    (chart: ECharts) => dragAcross(chart, { move: (x, y) => choose(pointAtDeviates(det, x, y)) }),
    [det],
  )
  const dragLine = useCallback(
    (chart: ECharts) =>
      dragAcross(chart, {
        move: (x) => choose(pointAtThreshold(det, x)),
        click: (x) => listBin.current(x),
      }),
    [det],
  )
  return (
    <section className="detection" aria-label="Errors against each other">
      <div className="detection-head">
        <h2>Errors weighed against each other</h2>
        {controls}
      </div>
      <div className="detection-charts">
        <Chart name="DET curve" height={300} merge onReady={dragCurve} {...curve} />
        <Chart name="Scores" height={300} merge onReady={dragLine} {...bars} />
      </div>
      <div className="detection-point">
        <label htmlFor="operating-point">Operating point</label>
        <input
          id="operating-point"
          type="range"
          min={0}
          max={det.length - 1}
          step={1}
          value={chosen}
          aria-valuetext={`False accepts ${percentText(point.falseAccept, 1)}, false rejects ${percentText(point.falseReject, 1)}`}
          onChange={(event) => choose(Number(event.currentTarget.value))}
        />
        <p className="promise tabular" role="status">
          {pointSentence(point, words.impostors, words.targets)}
        </p>
        <span className="detection-lists">
          {errorsAt(kind, threshold).map((side) => (
            <Button key={side.words} size="compact-xs" variant="default" onClick={() => onBehind(side.behind)}>
              List {side.words}
            </Button>
          ))}
          <Button
            size="compact-xs"
            variant="default"
            disabled={threshold === null}
            onClick={() => listBin.current(threshold ?? histogram.to)}
          >
            List scores near the line
          </Button>
        </span>
      </div>
      <PointTable detection={detection} chosen={chosen} onChoose={choose} />
    </section>
  )
}

interface PointTableProps {
  readonly detection: OperatingPointViewProps['detection']
  readonly chosen: number
  readonly onChoose: (index: number) => void
}

/** The points that people ask for by name; choosing one moves the operating point there. */
function PointTable({ detection, chosen, onChoose }: PointTableProps) {
  const { det, minimumCosts } = detection
  const rows = [
    ...detTable(det).map(({ words, index }) => ({ words, point: det[index] })),
    ...minimumCosts.map(({ targetPrior, cost, point }) => ({
      words: `Least cost (${cost.toFixed(3)}) at ${percentText(targetPrior)} targets`,
      point,
    })),
  ]
  return (
    <Table className="point-table" aria-label="Operating points" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Operating point</Table.Th>
          <Table.Th scope="col" className="figure">
            Threshold
          </Table.Th>
          <Table.Th scope="col" className="figure">
            False accepts
          </Table.Th>
          <Table.Th scope="col" className="figure">
            False rejects
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ words, point }) => {
          const here = det[chosen].threshold === point.threshold
          const nearest = (): number =>
            point.threshold === null
              ? det.findIndex(({ threshold }) => threshold === null)
              : pointAtThreshold(det, point.threshold)
          return (
            <Table.Tr key={words} aria-current={here ? 'true' : undefined}>
              <Table.Td>
                <UnstyledButton className="cell-link" onClick={() => onChoose(Math.max(0, nearest()))}>
                  {words}
                </UnstyledButton>
              </Table.Td>
              <Table.Td className="figure">{thresholdText(point.threshold)}</Table.Td>
              <Table.Td className="figure">{percentText(point.falseAccept, 1)}</Table.Td>
              <Table.Td className="figure">{percentText(point.falseReject, 1)}</Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
