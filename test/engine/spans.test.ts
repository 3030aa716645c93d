import { expect, test } from 'vitest'
import { applyClusters } from '../../src/engine/applyClusters'
import type { Clustering } from '../../src/engine/contract'
import { labelTotals } from '../../src/engine/labelTotals'
import { partId, recordingOfPart, spanFrames } from '../../src/engine/jobs/spanMaterial'
import { knownTrainingSet } from '../../src/engine/jobs/trainingSet'
import { wireClustering } from '../../src/engine/wireClustering'
import { defaultRecipe } from '../../src/features/recipe'
import { recipeHash } from '../../src/features/recipeHash'
import { Project } from '../../src/project/project'
import { unreadableFacts } from '../../src/project/unreadableFacts'
import { foldsByRecording } from '../../src/recognition/foldsByRecording'
import { temporaryFolder } from './temporaryEngine'

const frontEnd = { recipe: defaultRecipe, sampleRateHz: 8000 }

/** A project that knows some recordings of 10 s and their features, all frames of them kept. */
function projectOf(folder: string, contents: readonly string[]): { project: Project; ids: number[] } {
  const project = Project.create(folder, 8000)
  const ids = contents.map((contentHash, i) => {
    const facts = { ...unreadableFacts(`/${i}.wav`, []), contentHash, durationSeconds: 10, flags: [], notes: [] }
    const { id } = project.recordings.put(facts, 'query', null)
    const speech = new Uint8Array(998).fill(1)
    const kept = { frameCount: 998, keptCount: 998, speech, warnings: [], error: null }
    project.features.put(contentHash, recipeHash(frontEnd.recipe, frontEnd.sampleRateHz), kept)
    return id
  })
  return { project, ids }
}

function clusterIn(project: Project, segments: Clustering['segments'], names: Record<number, string>): Clustering {
  const recordingIds = [...new Set(segments.map(({ recordingId }) => recordingId))]
  const id = project.clusterings.add({
    ...{ method: 'merging', unit: 'segments', wanted: 'auto', seed: 0, recipe: defaultRecipe, version: 'test' },
    ...{ description: '', warnings: [], segments, prototypes: [[], [], []] },
    recordings: recordingIds.map((recordingId) => ({ recordingId, problem: null })),
  })
  for (const [cluster, name] of Object.entries(names)) project.clusterings.name(id, Number(cluster), name)
  return wireClustering(project, project.clusterings.get(id))
}

const between = (recordingId: number, startSeconds: number, endSeconds: number, cluster: number) => {
  return { recordingId, startSeconds, endSeconds, cluster }
}

test('no frame teaches two labels, and those between spans teach none', () => {
  const spans = [
    { startSeconds: 0, endSeconds: 1, label: 'anna' },
    { startSeconds: 0.5, endSeconds: 2, label: 'ben' },
    { startSeconds: 3, endSeconds: 4, label: 'anna' },
    { startSeconds: 90, endSeconds: 91, label: 'carol' },
  ]
  const speech = new Uint8Array(500).fill(1).fill(0, 10, 20)
  const parts = spanFrames(spans, speech, defaultRecipe)
  expect(parts.map(({ label, keptCount }) => [label, keptCount])).toEqual([
    ['anna', 189],
    ['ben', 100],
  ])
  const [anna, ben] = parts
  anna?.speech.forEach((kept, frame) =>
    expect(kept + (ben?.speech[frame] ?? 0)).toBeLessThanOrEqual(speech[frame] ?? 0),
  )
  expect(recordingOfPart(partId(17, 3))).toBe(17)
})

test('a recording of one named voice is labeled as a whole, another by its parts, and one with a label stays as it is', async () => {
  using folder = temporaryFolder()
  const { project, ids } = projectOf(`${folder.path}/p`, ['whole', 'shared', 'labeled', 'nobody'])
  const [whole = 0, shared = 0, labeled = 0, nobody = 0] = ids
  project.recordings.setLabels([{ id: labeled, label: 'dora' }])
  const segments = [
    ...[between(whole, 0, 9.5, 1), between(whole, 9.5, 10, 2)],
    ...[between(shared, 0, 4, 1), between(shared, 4, 8, 2), between(shared, 8, 10, 3)],
    ...[between(labeled, 0, 10, 1), between(nobody, 0, 10, 3)],
  ]
  const clustering = clusterIn(project, segments, { 1: 'anna', 2: 'ben' })
  expect(applyClusters(project, clustering)).toEqual({
    ...{ labeledRecordings: 1, partlyLabeledRecordings: 1, spans: 2, keptLabels: 1, labels: ['anna', 'ben'] },
  })
  expect(project.recordings.get(whole)).toMatchObject({ label: 'anna', role: 'training' })
  expect(project.recordings.get(shared)).toMatchObject({ label: null, role: 'training' })
  expect(project.recordings.get(labeled)).toMatchObject({ label: 'dora', role: 'query' })
  expect(project.recordings.get(nobody)).toMatchObject({ label: null, role: 'query' })
  expect(labelTotals(project)).toEqual([
    { label: 'anna', recordingCount: 2, seconds: 14 },
    { label: 'ben', recordingCount: 1, seconds: 4 },
  ])

  const set = await knownTrainingSet(project, frontEnd)
  expect(set?.recordings.map(({ label, contentHash, keptCount }) => [label, contentHash, keptCount])).toEqual([
    ['anna', 'shared', 399],
    ['anna', 'whole', 998],
    ['ben', 'shared', 400],
  ])
  // Both parts have numbers of their own, but one content, so that no split can put them on two sides.
  const recordings = set?.recordings ?? []
  expect(new Set(recordings.map(({ id }) => id)).size).toBe(3)
  const folds = foldsByRecording(recordings, { folds: 2 })
  expect(folds[0]).toBe(folds[2])

  // A label of its own goes before those of its parts; another content does not have them.
  project.recordings.setLabels([{ id: shared, label: 'ben' }])
  const relabeled = await knownTrainingSet(project, frontEnd)
  expect(relabeled?.recordings.map(({ label, keptCount }) => [label, keptCount])).toEqual([
    ['anna', 998],
    ['ben', 998],
  ])
  expect(relabeled?.hash).not.toBe(set?.hash)
  project.close()
})
