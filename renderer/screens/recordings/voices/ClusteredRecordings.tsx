import { useMemo, type MouseEvent } from 'react'
import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import type { Clustering } from '../../../../src/engine/contract'
import { percentText } from '../../../charts/rounded'
import { useFocus } from '../../../focus'
import { useLabelColors } from '../../../labelColors'
import { usePlayer } from '../../../player'
import { clusterColor } from './clusterColor'

/** Recordings and segments beyond these many are not drawn; what is typical of a group can be heard above. */
const mostRecordings = 100
const mostSegments = 400

/** Where in each recording which group is heard. A click plays from there on to the end of the segment. */
export function ClusteredRecordings({ clustering }: { readonly clustering: Clustering }) {
  const colorOf = useLabelColors()
  const { clusters, segments, recordings } = clustering
  const byRecording = useMemo(() => {
    const parts = new Map<number, Clustering['segments'][number][]>()
    for (const segment of segments) {
      const before = parts.get(segment.recordingId)
      if (before) before.push(segment)
      else parts.set(segment.recordingId, [segment])
    }
    return parts
  }, [segments])
  const names = new Map(clusters.map(({ cluster, name }) => [cluster, name]))
  const nameOf = (cluster: number): string => names.get(cluster) ?? `group ${cluster}`
  const fillOf = (cluster: number): string => {
    const name = names.get(cluster) ?? null
    return name === null ? clusterColor(cluster) : colorOf(name)
  }
  return (
    <>
      <ul className="clustered-recordings" aria-label="Recordings by group">
        {recordings.slice(0, mostRecordings).map(({ recordingId, name, path, cluster, share, problem }) => {
          const parts = (byRecording.get(recordingId) ?? []).slice(0, mostSegments)
          const endSeconds = Math.max(1e-3, ...parts.map((part) => part.endSeconds))
          const playAt = (event: MouseEvent<HTMLElement>): void => {
            const box = event.currentTarget.getBoundingClientRect()
            const seconds = ((event.clientX - box.left) / Math.max(1, box.width)) * endSeconds
            const part = parts.find((one) => seconds >= one.startSeconds && seconds < one.endSeconds)
            if (part) void usePlayer.getState().playRange(recordingId, part.startSeconds, part.endSeconds)
          }
          return (
            <li key={recordingId}>
              <ActionIcon
                size="sm"
                aria-label={`Play ${name}`}
                onClick={() => void usePlayer.getState().playRange(recordingId, 0, Infinity)}
              >
                <IconPlayerPlayFilled size={12} />
              </ActionIcon>
              <UnstyledButton
                className="cut clustered-name"
                title={path}
                onClick={() => useFocus.getState().focusRecording(recordingId)}
              >
                {name}
              </UnstyledButton>
              {problem === null ? (
                <>
                  <span className="clustered-strip" aria-hidden onClick={playAt}>
                    {parts.map((part) => (
                      <span
                        key={part.startSeconds}
                        title={nameOf(part.cluster)}
                        style={{
                          left: `${(100 * part.startSeconds) / endSeconds}%`,
                          width: `${(100 * (part.endSeconds - part.startSeconds)) / endSeconds}%`,
                          background: fillOf(part.cluster),
                        }}
                      />
                    ))}
                  </span>
                  <span className="dimmed tabular">
                    {cluster === null ? '' : `${nameOf(cluster)} ${percentText(share ?? 0)}`}
                  </span>
                </>
              ) : (
                <span className="dimmed clustered-problem">{problem}</span>
              )}
            </li>
          )
        })}
      </ul>
      {recordings.length > mostRecordings && (
        <p className="note dimmed">
          and {(recordings.length - mostRecordings).toLocaleString('en-US')} more recordings
        </p>
      )}
    </>
  )
}
