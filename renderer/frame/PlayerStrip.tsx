import { useEffect, useRef } from 'react'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconRepeat } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../engine'
import { useFocus } from '../focus'
import { useLabelColors } from '../labelColors'
import { usePlayer } from '../player'
import { useChartColors } from '../widgets/chartTheme'
import { errorFrom } from '../widgets/errorFrom'
import { LabelMark } from '../widgets/LabelMark'
import { PeaksCanvas } from '../widgets/PeaksCanvas'
import { clock } from '../widgets/seconds'
import { TimeSurface } from '../widgets/TimeSurface'
import { useWaveform } from '../widgets/useWaveform'

const bins = 1600

/** The playhead's time in words; written past React because it changes with every frame of the screen. */
function PlayheadClock() {
  const text = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const write = (seconds: number): void => {
      if (text.current) text.current.textContent = clock(seconds)
    }
    write(useFocus.getState().playheadSeconds)
    return useFocus.subscribe((focus) => write(focus.playheadSeconds))
  }, [])
  return <span ref={text} className="number" />
}

/** Always there: what plays, where it is, and its whole outline to click into. */
export function PlayerStrip() {
  const engine = useEngine()
  const { recordingId, name, durationSeconds, playing, loop, error, toggle, setLoop } = usePlayer()
  const colorOf = useLabelColors()
  const colors = useChartColors()
  const timeRange = useFocus((focus) => focus.timeRange)
  const { data: wave } = useWaveform(recordingId, bins)
  const { data: recording } = useQuery({
    queryKey: queryKeys.recording(recordingId),
    enabled: recordingId !== null,
    queryFn: () => engine.recordings.get({ id: recordingId ?? 0 }),
  })
  const empty = recordingId === null
  const range = { startSeconds: 0, endSeconds: Math.max(durationSeconds, 0.001) }
  return (
    <section className="player" aria-label="Player">
      <Tooltip label={playing ? 'Pause (Space)' : 'Play (Space)'}>
        <ActionIcon
          size={32}
          variant="filled"
          color="accent"
          radius={16}
          disabled={empty}
          aria-label={playing ? 'Pause' : 'Play'}
          onClick={() => void toggle()}
        >
          {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={loop ? 'Stop repeating (L)' : 'Repeat the stretch in view (L)'}>
        <ActionIcon
          disabled={empty}
          aria-label="Repeat"
          aria-pressed={loop !== null}
          variant={loop ? 'light' : 'subtle'}
          color={loop ? 'accent' : 'gray'}
          onClick={() => setLoop(loop ? null : (timeRange ?? range))}
        >
          <IconRepeat size={16} />
        </ActionIcon>
      </Tooltip>
      <div className="player-text">
        {empty ? (
          <span className="dimmed">Choose a recording to hear it</span>
        ) : (
          <>
            <span className="cut strong" title={recording?.path}>
              {name}
            </span>
            <span className="player-line">
              <PlayheadClock />
              <span className="dimmed number">/ {clock(durationSeconds)}</span>
              {recording?.label != null && <LabelMark label={recording.label} />}
            </span>
          </>
        )}
      </div>
      {empty ? null : error !== null ? (
        <span className="player-error" role="alert">
          {errorFrom(error).message}
        </span>
      ) : (
        <TimeSurface range={range} drag="loop" className="player-wave">
          {wave && (
            <PeaksCanvas
              pairs={wave.peaks.values}
              fullScale={1}
              color={recording?.label == null ? colors.neutral : colorOf(recording.label)}
            />
          )}
        </TimeSurface>
      )}
    </section>
  )
}
