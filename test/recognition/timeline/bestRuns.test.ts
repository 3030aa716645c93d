import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/mixture/random'
import { bestRuns, type Run } from '../../../src/recognition/timeline/bestRuns'

interface Case {
  readonly regionLengths: readonly number[]
  readonly stateCount: number
  readonly minimumFrames: number
  readonly switchPenalty: number
  readonly evidence: Float64Array
}

const cases = fc
  .record({
    regionLengths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    stateCount: fc.integer({ min: 1, max: 3 }),
    minimumFrames: fc.integer({ min: 0, max: 4 }),
    switchPenalty: fc.constantFrom(0, 0.5, 3),
    seed: fc.integer(),
  })
  .filter(({ regionLengths, stateCount }) => stateCount ** total(regionLengths) <= 20_000)
  .map(({ seed, ...rest }): Case => {
    const random = seededRandom(seed)
    // Whole numbers in half of the cases, so that sequences are often equally good.
    const whole = random.index(2) === 0
    const evidence = Float64Array.from({ length: total(rest.regionLengths) * rest.stateCount }, () =>
      whole ? random.index(5) - 2 : 2 * random.normal(),
    )
    return { ...rest, evidence }
  })

function total(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0)
}

function found({ regionLengths, evidence, ...options }: Case, rowsABlock = 2): Run[] {
  const blocks: Float64Array[] = []
  const size = rowsABlock * options.stateCount
  for (let at = 0; at < evidence.length; at += size) blocks.push(evidence.slice(at, at + size))
  return bestRuns(regionLengths, blocks, options)
}

function statesOf(runs: readonly Run[]): number[] {
  return runs.flatMap(({ state, first, after }) => new Array<number>(after - first).fill(state))
}

/** The frame behind the last of each region. */
function endsOf(lengths: readonly number[]): number[] {
  return lengths.map((_, region) => total(lengths.slice(0, region + 1)))
}

function worth(states: readonly number[], { evidence, stateCount, switchPenalty }: Case): number {
  let sum = 0
  states.forEach((state, frame) => {
    sum += evidence[frame * stateCount + state]
    if (frame > 0 && states[frame - 1] !== state) sum -= switchPenalty
  })
  return sum
}

function isLongEnough(states: readonly number[], { regionLengths, minimumFrames }: Case): boolean {
  let first = 0
  return regionLengths.every((length) => {
    const region = states.slice(first, first + length)
    first += length
    const runs = region.join('').match(/(.)\1*/g) ?? []
    return runs.every((run) => run.length >= Math.min(minimumFrames, length))
  })
}

/** The worth of the best of all sequences there are, each looked at. */
function bestWorth(given: Case): number {
  const frames = total(given.regionLengths)
  let best = -Infinity
  const states = new Array<number>(frames).fill(0)
  for (let number = 0; number < given.stateCount ** frames; number++) {
    for (let frame = 0, left = number; frame < frames; frame++, left = Math.floor(left / given.stateCount)) {
      states[frame] = left % given.stateCount
    }
    if (isLongEnough(states, given)) best = Math.max(best, worth(states, given))
  }
  return best
}

describe('the best runs of states', () => {
  it('are worth as much as the best of all sequences that there are, however the frames come in', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 7 }), (given, rowsABlock) => {
        const states = statesOf(found(given, rowsABlock))
        expect(isLongEnough(states, given)).toBe(true)
        expect(worth(states, given)).toBeCloseTo(bestWorth(given), 9)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('cover every frame once, in order, and end where regions end', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const runs = found(given)
        expect(runs[0].first).toBe(0)
        runs.slice(1).forEach(({ first }, i) => expect(first).toBe(runs[i].after))
        const ends = runs.map(({ after }) => after)
        for (const end of endsOf(given.regionLengths)) expect(ends).toContain(end)
      }),
      { seed: 2 },
    )
  })

  it('are the best state of each frame where a change costs nothing and may be as short as it likes', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const free = { ...given, switchPenalty: 0, minimumFrames: 1 }
        statesOf(found(free)).forEach((state, frame) => {
          const row = free.evidence.slice(frame * free.stateCount, (frame + 1) * free.stateCount)
          expect(row[state]).toBe(Math.max(...row))
        })
      }),
      { seed: 3 },
    )
  })

  it('are none of frames that say nothing, if not for a whole region', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }), (given, says) => {
        const { regionLengths, stateCount, evidence } = given
        const ends = endsOf(regionLengths)
        // Regions begin and end with a frame that says something, as those of speech do.
        const isSaid = (frame: number): boolean =>
          says[frame] || ends.includes(frame) || ends.includes(frame + 1) || frame === 0
        const some = evidence.map((value, i) => (isSaid(Math.floor(i / stateCount)) ? value : 0))
        for (const { first, after } of found({ ...given, evidence: some })) {
          expect(Array.from({ length: after - first }, (_, i) => isSaid(first + i))).toContain(true)
        }
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  it('stay in one state where a change costs more than there is evidence', () => {
    const evidence = Float64Array.of(1, 0, 1, 0, 0, 1.5, 0, 1.5)
    const given = { regionLengths: [2, 2], stateCount: 2, minimumFrames: 1, evidence }
    expect(found({ ...given, switchPenalty: 10 }).map(({ state }) => state)).toEqual([1, 1])
    expect(found({ ...given, switchPenalty: 0.5 }).map(({ state }) => state)).toEqual([0, 1])
  })

  it('are none of no frames and one of one', () => {
    const none = { regionLengths: [], stateCount: 2, minimumFrames: 3, switchPenalty: 1, evidence: new Float64Array(0) }
    expect(found(none)).toEqual([])
    const one = { ...none, regionLengths: [1], evidence: Float64Array.of(0, 1) }
    expect(found(one)).toEqual([{ state: 1, first: 0, after: 1 }])
  })

  it('take the same state throughout where all are equally good', () => {
    const given = { regionLengths: [5, 4], stateCount: 3, minimumFrames: 2, switchPenalty: 0 }
    expect(found({ ...given, evidence: new Float64Array(27) })).toEqual([
      { state: 0, first: 0, after: 5 },
      { state: 0, first: 5, after: 9 },
    ])
  })
})
