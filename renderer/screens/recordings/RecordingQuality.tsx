import { Button } from '@mantine/core'
import type { Recording } from '../../../src/engine/contract'
import { useFocus } from '../../focus'
import { NumberText } from '../../widgets/NumberText'
import { clock, duration } from '../../widgets/seconds'
import { Fact } from './Fact'
import { clippedWords } from './recordingWords'

/** What the sound of a recording is worth: levels, noise, clipping, offset, and how far up it reaches. */
export function RecordingQuality({ recording }: { readonly recording: Recording }) {
  const { peakDb, rmsDb, quality } = recording
  return (
    <section aria-label="Quality">
      <div className="field-title">Quality</div>
      <dl className="recording-facts">
        <Fact name="Peak level">
          <NumberText value={peakDb} digits={1} unit="dB" />
        </Fact>
        <Fact name="Mean level">
          <NumberText value={rmsDb} digits={1} unit="dB" />
        </Fact>
        {quality && (
          <>
            <Fact name="Noise floor">
              {quality.noiseFloorDb === null ? (
                'digital silence'
              ) : (
                <NumberText value={quality.noiseFloorDb} digits={1} unit="dB" />
              )}
            </Fact>
            <Fact name="Signal to noise">
              {quality.snrDb === null ? (
                <span className="dimmed" title="There is no pause to tell noise from sound by">
                  no pause to tell by
                </span>
              ) : (
                <NumberText value={quality.snrDb} digits={1} unit="dB" />
              )}
            </Fact>
            <Fact name="Sound">
              <span className="number">{duration(quality.speechSeconds)}</span>
            </Fact>
            <Fact name="Bandwidth">
              <NumberText
                value={quality.bandwidthHz === null ? null : quality.bandwidthHz / 1000}
                digits={1}
                unit="kHz"
              />
            </Fact>
            <Fact name="DC offset">
              <NumberText value={100 * quality.dcOffset} digits={2} unit="%" />
            </Fact>
            <Fact name="Clipped">{clippedWords(recording)}</Fact>
          </>
        )}
      </dl>
      {quality && quality.firstClippedSeconds !== null && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => lookAround(quality.firstClippedSeconds ?? 0, recording.durationSeconds ?? 0)}
        >
          Look at the clipping at {clock(quality.firstClippedSeconds)}
        </Button>
      )}
    </section>
  )
}

const seconds = 0.05

/** Brings a moment into view, with as much on either side as shows single periods. */
function lookAround(at: number, durationSeconds: number): void {
  const { setTimeRange, setPlayhead } = useFocus.getState()
  setTimeRange({ startSeconds: Math.max(0, at - seconds), endSeconds: Math.min(durationSeconds, at + seconds) })
  setPlayhead(at)
}
