import { describe, expect, test } from 'vitest'
import { isCepstraError } from '../../src/cepstraError'
import { fitMixture, fitMixtureSteps, type FitResult, type FitStep } from '../../src/mixture/expectationMaximization'
import type { FitOptions } from '../../src/mixture/fitOptions'
import type { Frames } from '../../src/mixture/frames'
import { clusteredFrames } from './syntheticFrames'

/** Fits, and says stop at the first step for which `when` holds. */
function stoppedWhen(frames: Frames, options: FitOptions, when: (step: FitStep, index: number) => boolean): FitResult {
  const steps = fitMixtureSteps(frames, options)
  let next = steps.next()
  let said = false
  for (let index = 0; !next.done; index++) {
    expect(said, 'the fit goes on after it was told to stop').toBe(false)
    said = when(next.value, index)
    next = steps.next(said ? 'stop' : undefined)
  }
  return next.value
}

const frames = clusteredFrames(20_000, 8, 6)
const options = { components: 8, tolerance: 0, maxIterations: 6, starts: 3, seed: 2 }

describe('a fit that is told to stop', () => {
  test('during the first initialization is canceled', () => {
    let code = ''
    try {
      stoppedWhen(frames, options, () => true)
    } catch (error) {
      if (isCepstraError(error)) code = error.code
    }
    expect(code).toBe('CANCELLED')
  })

  test('after an iteration has the mixture of that iteration', () => {
    const stopped = stoppedWhen(frames, options, ({ iteration, lowerBound }) => iteration === 3 && lowerBound !== null)
    const short = fitMixture(frames, { ...options, starts: 1, maxIterations: 3 })
    expect(stopped.mixture).toEqual(short.mixture)
    expect(stopped.lowerBounds).toEqual(short.lowerBounds)
    expect(stopped).toMatchObject({ stopped: true, converged: false })
  })

  test('within an iteration has the mixture of the one before', () => {
    const stopped = stoppedWhen(frames, options, ({ iteration, lowerBound }) => iteration === 3 && lowerBound === null)
    const short = fitMixture(frames, { ...options, starts: 1, maxIterations: 2 })
    expect(stopped.mixture).toEqual(short.mixture)
    expect(stopped.lowerBounds).toEqual(short.lowerBounds)
    expect(stopped.stopped).toBe(true)
  })

  test.each(['its initialization', 'its first iteration'] as const)(
    'during a later start, in %s, has the best of the former ones',
    (moment) => {
      const wanted = moment === 'its initialization' ? 0 : 1
      const stopped = stoppedWhen(frames, options, ({ start, iteration }) => start === 2 && iteration === wanted)
      const former = fitMixture(frames, { ...options, starts: 2 })
      expect(stopped.mixture).toEqual(former.mixture)
      expect(stopped.lowerBounds).toEqual(former.lowerBounds)
      expect(stopped.stopped).toBe(true)
    },
  )

  test('at the moment in which a start comes to rest does not begin another', () => {
    const easy = { ...options, tolerance: 1e-3, maxIterations: 100 }
    const length = fitMixture(frames, { ...easy, starts: 1 }).lowerBounds.length
    const stopped = stoppedWhen(
      frames,
      easy,
      ({ iteration, lowerBound }) => iteration === length && lowerBound !== null,
    )
    expect(stopped).toMatchObject({ stopped: true, converged: true })
    expect(stopped.lowerBounds).toHaveLength(length)
  })
})
