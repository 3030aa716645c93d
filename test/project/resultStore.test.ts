import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Project } from '../../src/project/project'
import { unreadableFacts } from '../../src/project/unreadableFacts'
import { trainedBank } from '../recognition/trainedBank'

let folder: string
let project: Project
let bankId: number
let recordingIds: number[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-results-'))
  project = Project.create(join(folder, 'p'))
  bankId = project.banks.add(trainedBank())
  recordingIds = ['/a.wav', '/b.wav', '/c.wav'].map(
    (path) => project.recordings.put(unreadableFacts(path, []), 'query', null).id,
  )
})
afterEach(() => {
  project.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (recordingId: number, jobId: number) =>
  project.results.put({ recordingId, bankId, jobId, doubt: 0, body: `"${recordingId} in ${jobId}"` })

describe('the answers of a job', () => {
  test('are read on from where one was, in the order in which they were given', () => {
    const [a, b, c] = recordingIds
    put(b, 1)
    put(a, 1)
    const first = project.results.after(1, 0, 10)
    expect(first.map(({ recordingId }) => recordingId)).toEqual([b, a])
    put(c, 1)
    expect(project.results.after(1, first[1].sequence, 10).map(({ recordingId }) => recordingId)).toEqual([c])
    expect(project.results.after(1, 0, 1).map(({ recordingId }) => recordingId)).toEqual([b])
    expect(project.results.after(2, 0, 10)).toEqual([])
  })

  test('go on being numbered after the project was closed', () => {
    const [a, b] = recordingIds
    put(a, 1)
    const [{ sequence }] = project.results.after(1, 0, 1)
    project.close()
    project = Project.open(join(folder, 'p'))
    put(b, 1)
    expect(project.results.after(1, sequence, 10).map(({ recordingId }) => recordingId)).toEqual([b])
  })

  test('can be taken over by a later job as they are', () => {
    const [a, b] = recordingIds
    put(a, 1)
    put(b, 1)
    project.results.takeOver(a, bankId, 2)
    expect(project.results.after(2, 0, 10)).toMatchObject([{ recordingId: a, jobId: 2, body: `"${a} in 1"` }])
    expect(project.results.after(1, 0, 10)).toMatchObject([{ recordingId: b }])
    expect(project.results.get(a, bankId)).toMatchObject({ jobId: 2 })
    expect(project.results.get(a, bankId + 1)).toBeUndefined()
  })
})
