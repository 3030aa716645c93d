import { useMemo, useState } from 'react'
import { Button } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { RecognitionResult } from '../../../src/engine/contract'
import { surenessSentence } from '../../charts/doubt'
import { evidenceSentence, verbalScaleSource } from '../../charts/evidence'
import { rankedScoresHeight, rankedScoresPicture } from '../../charts/rankedScores'
import { natsText } from '../../charts/rounded'
import { scoresOverTimePicture } from '../../charts/scoresOverTime'
import { queryKeys, useEngine, valuesOf } from '../../engine'
import { useFocus, type TimeRange } from '../../focus'
import { useLabelColors } from '../../labelColors'
import { usePlayer } from '../../player'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { ErrorNote } from '../../widgets/ErrorNote'
import { LabelMark } from '../../widgets/LabelMark'
import { FocusedWaveform } from '../recordings/FocusedWaveform'
import { LabelField } from '../recordings/LabelField'
import { correctLabel } from './correctLabel'
import { TimelineStrip } from './TimelineStrip'

/** One answer from all sides: the verdict, every label's score over time, the ranking, and a way to put it right. */
export function ResultDetail({ result }: { readonly result: RecognitionResult }) {
  const timeRange = useFocus((focus) => focus.timeRange)
  const range = timeRange ?? { startSeconds: 0, endSeconds: result.durationSeconds ?? 1 }
  return (
    <div className="result-detail">
      <Verdict result={result} />
      {result.error === null ? (
        <>
          <FocusedWaveform />
          <ScoresOverTime result={result} range={range} />
          <TimelineStrip bankId={result.bankId} recordingId={result.recordingId} range={range} />
          <Ranking result={result} />
        </>
      ) : (
        <ErrorNote error={Object.assign(new Error(result.error.message), { code: result.error.code })} />
      )}
    </div>
  )
}

function Verdict({ result }: { readonly result: RecognitionResult }) {
  const [best] = result.ranked
  const { recordingId } = result
  return (
    <div className="verdict">
      <div className="verdict-words">
        {result.error === null && (
          <h2>
            <LabelMark label={result.unknown ? null : result.best} nullText="unknown" />
          </h2>
        )}
        <span className="cut" title={result.path}>
          {result.name}
        </span>
        {best && (
          <span className="dimmed">
            {result.unknown
              ? `Nearest is ${best.label}, whose score of ${natsText(best.score)} nats per frame lies under the threshold of ${natsText(result.threshold)}.`
              : surenessSentence({ unknown: false, posterior: best.posterior, margin: result.margin })}
          </span>
        )}
        {best && result.logLikelihoodRatio !== null && (
          <span
            className="evidence"
            title={`${verbalScaleSource}. Natural log of the calibrated likelihood ratio of ${best.label} against unknown: ${result.logLikelihoodRatio}`}
          >
            {evidenceSentence(result.logLikelihoodRatio, best.label)}
          </span>
        )}
      </div>
      {result.error === null && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlayFilled size={12} />}
          onClick={() => void usePlayer.getState().playRange(recordingId, 0, result.durationSeconds ?? Infinity)}
        >
          Play
        </Button>
      )}
      {result.error === null && <Correction key={recordingId} result={result} />}
    </div>
  )
}

/** Gives the recording its true label, after which it is training material. */
function Correction({ result }: { readonly result: RecognitionResult }) {
  const [failure, setFailure] = useState<unknown>(null)
  const correct = async (label: string | null): Promise<void> => {
    if (label === null) return
    setFailure(null)
    try {
      await correctLabel(result.recordingId, result.name, label)
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <div className="correction">
      <span className="correction-line">
        {result.corrected === null && result.best !== null && (
          <Button variant="default" className="confirm" onClick={() => void correct(result.best)}>
            It is {result.best}
          </Button>
        )}
        <LabelField
          key={result.corrected ?? ''}
          name="True label"
          placeholder="True label"
          label={result.corrected}
          onCommit={correct}
        />
      </span>
      <span className="dimmed">
        {result.corrected === null
          ? 'A true label makes it training material.'
          : 'Now training material: the next training learns from it.'}
      </span>
      {failure !== null && <ErrorNote error={failure} />}
    </div>
  )
}

interface ScoresOverTimeProps {
  readonly result: RecognitionResult
  readonly range: TimeRange
}

function ScoresOverTime({ result, range }: ScoresOverTimeProps) {
  const engine = useEngine()
  const colors = useChartColors()
  const colorOf = useLabelColors()
  const { bankId, recordingId, ranked } = result
  const scores = useQuery({
    queryKey: queryKeys.bankView('scoresOverTime', bankId, recordingId),
    queryFn: async () => {
      const { scores: matrix, ...rest } = await engine.recognition.scoresOverTime({
        bankId,
        recordingId,
        smoothSeconds: 0.3,
        maxPoints: 2000,
      })
      return { ...rest, values: (await valuesOf(matrix)).values }
    },
  })
  const { startSeconds, endSeconds } = range
  const picture = useMemo(
    () =>
      scores.data
        ? scoresOverTimePicture(
            scores.data,
            ranked.map(({ label }) => label),
            colorOf,
            [startSeconds, endSeconds],
            colors,
          )
        : null,
    [scores.data, ranked, colorOf, startSeconds, endSeconds, colors],
  )
  if (scores.error) return <ErrorNote error={scores.error} onRetry={() => void scores.refetch()} />
  return (
    <Chart
      name="Log-likelihood over time"
      title={picture?.title ?? 'Log-likelihood over time'}
      option={picture?.option ?? null}
      height={208}
      loading={scores.isPending}
      time={{ range: { startSeconds, endSeconds }, ...(picture ? { readout: picture.readout } : {}) }}
      {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
    />
  )
}

function Ranking({ result }: { readonly result: RecognitionResult }) {
  const colors = useChartColors()
  const colorOf = useLabelColors()
  const picture = useMemo(
    () => rankedScoresPicture(result.ranked, result.threshold, colorOf, colors),
    [result, colorOf, colors],
  )
  return <Chart name="Ranked labels" height={rankedScoresHeight(result.ranked.length)} {...picture} />
}
