import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { setLabels } from '../../labelActs'
import { useNavigation } from '../../navigation'
import { EmptyState } from '../../widgets/EmptyState'
import { ErrorNote } from '../../widgets/ErrorNote'
import { NumberText } from '../../widgets/NumberText'
import { clock } from '../../widgets/seconds'
import { Fact } from './Fact'
import { FileFacts } from './FileFacts'
import { LabelField } from './LabelField'
import { RecordingQuality } from './RecordingQuality'
import { featureWords, flagWords, formatWords, isGiven } from './recordingWords'

/** The focused recording: its numbers, its troubles in whole sentences, and what can be done with it. */
export function RecordingInspector() {
  const engine = useEngine()
  const id = useFocus((focus) => focus.recordingId)
  const { data: recording, error } = useQuery({
    queryKey: queryKeys.recording(id),
    enabled: id !== null,
    queryFn: () => engine.recordings.get({ id: id ?? 0 }),
  })
  if (error) return <ErrorNote error={error} />
  if (id === null || !recording) {
    return (
      <EmptyState title="No recording chosen">
        Choose one in the table to see and hear it. J and K step through them, Space plays, 1–9 give a label.
      </EmptyState>
    )
  }
  const { name, path, durationSeconds, sampleRateHz, channelCount, format, flags, notes } = recording
  return (
    <>
      <div className="panel-head">
        <h2 className="panel-title cut" title={name}>
          {name}
        </h2>
      </div>
      <div className="panel-body">
        <div className="field-title">Label</div>
        <LabelField name="Label" label={recording.label} onCommit={(label) => setLabels([recording.id], label)} />
        <dl className="recording-facts">
          <Fact name="Duration">
            <span className="number">{durationSeconds === null ? '–' : clock(durationSeconds, 3)}</span>
          </Fact>
          <Fact name="Rate">
            <NumberText value={sampleRateHz} digits={0} unit="Hz" />
          </Fact>
          <Fact name="Channels">
            <NumberText value={channelCount} digits={0} />
          </Fact>
          <Fact name="Format">{formatWords(format)}</Fact>
          <Fact name="Features">{featureWords[recording.features]}</Fact>
        </dl>
        {isGiven(recording) ? (
          <p className="dimmed">
            Another program made these features; there is no sound to hear, draw or compute from.
          </p>
        ) : (
          format !== null && <RecordingQuality recording={recording} />
        )}
        <div className="field-title">File</div>
        <p className="path">{path}</p>
        {!isGiven(recording) && format !== null && <FileFacts id={recording.id} />}
        {(flags.length > 0 || notes.length > 0) && (
          <section aria-label="Notes">
            <div className="field-title">Notes</div>
            <ul className="notes">
              {(notes.length > 0 ? notes : flags.map((flag) => flagWords[flag])).map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </section>
        )}
        <div className="inspector-acts">
          <Button variant="default" onClick={() => useNavigation.getState().go('features')}>
            Look at its features
          </Button>
        </div>
      </div>
    </>
  )
}
