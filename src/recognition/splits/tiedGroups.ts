import type { SplitRecording } from './splitPlan'

/**
 * Recordings that have to stay on one side: of one content, or where they are told apart by session of one session, and so
 * on through what they share with others. Each group and the list of them stand in an order that depends on contents alone.
 */
export function tiedGroups(recordings: readonly SplitRecording[], bySession: boolean): SplitRecording[][] {
  const parent = new Map<string, string>()
  const root = (key: string): string => {
    let at = key
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    parent.set(key, at)
    return at
  }
  const contentKey = ({ contentHash }: SplitRecording): string => `content ${contentHash}`
  for (const recording of recordings) {
    const [a, b] = [root(contentKey(recording)), root(`session ${recording.session ?? ''}`)]
    if (bySession && recording.session !== null && a !== b) parent.set(a, b)
  }
  const groups = new Map<string, SplitRecording[]>()
  for (const recording of [...recordings].sort(byContent)) {
    const key = root(contentKey(recording))
    const group = groups.get(key)
    if (group) group.push(recording)
    else groups.set(key, [recording])
  }
  return [...groups.values()]
}

function byContent(a: SplitRecording, b: SplitRecording): number {
  return a.contentHash === b.contentHash ? a.id - b.id : a.contentHash < b.contentHash ? -1 : 1
}
