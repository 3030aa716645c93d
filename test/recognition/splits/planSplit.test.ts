import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSplit } from '../../../src/recognition/splits/checkSplit'
import { planSplit, type SplitRequest } from '../../../src/recognition/splits/planSplit'
import type { SplitPlan, SplitRecording } from '../../../src/recognition/splits/splitPlan'
import { splitRecordings } from './splitRecordings'

const labels = ['a', 'b', 'c', 'd']
const recordings = splitRecordings(labels, 8, { copies: [3] })

const third = ({ id }: SplitRecording): string => (id % 3 === 0 ? 'test' : 'train')
const requests: readonly (readonly [string, SplitRequest])[] = [
  ['folds by recording', { group: 'recording', seed: 1, by: 4 }],
  ['each recording', { group: 'recording', seed: 1, by: null }],
  ['folds by session', { group: 'session', seed: 1, by: 2 }],
  ['each session', { group: 'session', seed: 1, by: null }],
  ['folds by label', { group: 'label', seed: 1, by: 3 }],
  ['each label', { group: 'label', seed: 1, by: null }],
  ['a given split', { group: 'recording', seed: 1, by: third }],
  ['given folds', { group: 'recording', seed: 1, by: ({ id }) => `fold ${id % 4}` }],
]

/** A textbook's own look at it: no recording and no content on both sides. */
function shared({ folds }: SplitPlan, of: (recording: SplitRecording) => unknown, among = recordings): unknown[] {
  const byId = new Map(among.map((recording) => [recording.id, recording]))
  return folds.flatMap(({ trainingIds, testIds }) => {
    const asked = new Set(testIds.map((id) => of(byId.get(id)!)))
    return trainingIds.map((id) => of(byId.get(id)!)).filter((value) => asked.has(value))
  })
}

describe.each(requests)('%s', (_, request) => {
  const plan = planSplit(recordings, request)

  test('leaves no recording and no copy of one on both sides', () => {
    expect(plan.folds.length).toBeGreaterThan(0)
    expect(shared(plan, ({ id }) => id)).toEqual([])
    expect(shared(plan, ({ contentHash }) => contentHash)).toEqual([])
    if (request.group === 'session') expect(shared(plan, ({ session }) => session)).toEqual([])
  })

  test('is the same for the same seed, in whatever order recordings come', () => {
    const again = planSplit([...recordings].reverse(), request)
    const sets = ({ folds }: SplitPlan): unknown => folds.map(({ testIds }) => [...testIds].sort((a, b) => a - b))
    if (typeof request.by === 'function' || request.group !== 'recording' || request.by !== null) {
      expect(sets(again)).toEqual(sets(plan))
    }
  })
})

describe('a split by recording', () => {
  test('asks about every recording once', () => {
    for (const by of [4, null]) {
      const { folds } = planSplit(recordings, { group: 'recording', seed: 0, by })
      expect(folds.flatMap(({ testIds }) => testIds).sort((a, b) => a - b)).toEqual(recordings.map(({ id }) => id))
      expect(folds.every(({ leftOutLabels }) => leftOutLabels.length === 0)).toBe(true)
    }
  })

  test('never asks about a content that has two labels', () => {
    const two = [...recordings, { id: 99, label: 'b', contentHash: 'a 0', session: 'day 0' }]
    for (const [, request] of requests) {
      const { folds } = planSplit(two, request)
      expect(folds.some(({ testIds }) => testIds.includes(99) || testIds.includes(1))).toBe(false)
    }
  })
})

describe('a split by session', () => {
  test('asks about each session as a whole', () => {
    const { folds } = planSplit(recordings, { group: 'session', seed: 0, by: null })
    // A copy on another day ties the two days together.
    expect(folds.map(({ testIds }) => testIds.length).sort()).toEqual([16, 8, 8])
  })

  test('makes a stranger of a label that was recorded in one session alone', () => {
    const lone = [...splitRecordings(['a', 'b'], 8), { id: 50, label: 'x', contentHash: 'x', session: 'day 0' }]
    const { folds } = planSplit(lone, { group: 'session', seed: 0, by: null })
    expect(folds.find(({ testIds }) => testIds.includes(50))?.leftOutLabels).toEqual(['x'])
  })

  test('is refused where there is a single one, saying how sessions are told', () => {
    const one = splitRecordings(labels, 8, { sessions: 1 })
    expect(() => planSplit(one, { group: 'session', seed: 0, by: 2 })).toThrow(/one session, "day 0".*{session}/)
    const none = one.map((recording) => ({ ...recording, session: null }))
    expect(() => planSplit(none, { group: 'session', seed: 0, by: 2 })).toThrow('no session is known')
  })
})

describe('a split by label', () => {
  test('asks about every recording once as a stranger and once as known', () => {
    const { folds } = planSplit(splitRecordings(labels, 8), { group: 'label', seed: 0, by: null })
    const asked = folds.flatMap(({ testIds, leftOutLabels }) =>
      testIds.map((id) => `${id} ${leftOutLabels.includes(labels[Math.floor((id - 1) / 8)]) ? 'stranger' : 'known'}`),
    )
    expect(asked.length).toBe(64)
    expect(new Set(asked).size).toBe(64)
    for (const { leftOutLabels } of folds) expect(leftOutLabels).toHaveLength(1)
  })

  test('is refused with fewer than three labels', () => {
    expect(() => planSplit(splitRecordings(['a', 'b'], 8), { group: 'label', seed: 0, by: 5 })).toThrow('three or more')
  })
})

describe('a given split', () => {
  test('takes copies of what is asked about out of the training, and says so', () => {
    const { folds, warnings } = planSplit(recordings, {
      group: 'recording',
      seed: 0,
      by: ({ id }) => (id === 3 ? 'test' : id === 2 ? null : 'train'),
    })
    expect(folds[0].trainingIds).not.toContain(4)
    expect(warnings).toEqual(['A recording to train on is a copy of one to ask about, and was not trained on.'])
  })

  test('is refused where a side is missing, or where sessions are to be held apart and are not', () => {
    expect(() => planSplit(recordings, { group: 'recording', seed: 0, by: () => 'train' })).toThrow(
      'only "training" (32)',
    )
    expect(() => planSplit(recordings, { group: 'recording', seed: 0, by: () => null })).toThrow('none of either')
    expect(() => planSplit(recordings, { group: 'session', seed: 0, by: third })).toThrow(
      /the session "day \d" are on both/,
    )
  })
})

describe('the check that every split goes through', () => {
  const plan = planSplit(recordings, { group: 'session', seed: 0, by: 2 })
  const leaking = (change: (fold: SplitPlan['folds'][number]) => SplitPlan['folds'][number]) => () =>
    checkSplit({ group: plan.group, folds: [plan.folds[0], change(plan.folds[1])] }, recordings)

  test('refuses a recording, a copy, a session or a left-out label on the wrong side', () => {
    const [asked] = plan.folds[1].testIds
    expect(leaking((fold) => fold)).not.toThrow()
    expect(leaking((fold) => ({ ...fold, trainingIds: [...fold.trainingIds, asked] }))).toThrow(
      'both trained on and asked',
    )
    expect(() =>
      checkSplit({ group: 'recording', folds: [{ trainingIds: [3], testIds: [4], leftOutLabels: [] }] }, recordings),
    ).toThrow('its copy 4')
    expect(() =>
      checkSplit({ group: 'session', folds: [{ trainingIds: [1], testIds: [5], leftOutLabels: [] }] }, recordings),
    ).toThrow('session "day 0"')
    expect(leaking((fold) => ({ ...fold, leftOutLabels: ['a'] }))).toThrow('"a" is left out but trained')
    expect(leaking((fold) => ({ ...fold, testIds: [...fold.testIds, 1000] }))).toThrow('recording 1000')
    expect(leaking((fold) => ({ ...fold, testIds: [...fold.testIds, asked] }))).toThrow('asks twice')
  })

  test('finds any recording that is put on the other side of any split', () => {
    fc.assert(
      fc.property(fc.constantFrom(...requests), fc.nat(), fc.nat(), ([, request], a, b) => {
        const { group, folds } = planSplit(recordings, request)
        const i = a % folds.length
        const moved = folds[i].testIds[b % folds[i].testIds.length]
        const changed = folds.map((fold, j) =>
          j === i ? { ...fold, trainingIds: [...fold.trainingIds, moved] } : fold,
        )
        expect(() => checkSplit({ group, folds: changed }, recordings)).toThrow('has seen')
      }),
    )
  })
})
