import { CepstraError } from '../cepstraError'
import type { Frames } from '../mixture/frames'
import { scoreSamples } from '../mixture/score'
import type { Bank, BankMixture, TestVector } from './bank'

const testVectorFrames = 5

/**
 * A bank from its fitted mixtures, with the test vector that every copy of it is checked against: five of
 * `trainingFrames`, evenly spaced over all of them. They need not be all that the bank was trained on, but not empty.
 *
 * Throws MODEL_INVALID where there are no mixtures, a label comes twice, or dimensions do not fit the column names.
 */
export function assembleBank(parts: Omit<Bank, 'testVector'> & { readonly trainingFrames: readonly Frames[] }): Bank {
  const { trainingFrames, ...bank } = parts
  checkMixtures(bank.mixtures, bank.columnNames.length)
  return { ...bank, testVector: testVectorOf(bank.mixtures, trainingFrames) }
}

function testVectorOf(mixtures: readonly BankMixture[], trainingFrames: readonly Frames[]): TestVector {
  const dimensions = mixtures[0].mixture.dimensions
  const total = trainingFrames.reduce((sum, frames) => sum + frames.count, 0)
  const count = Math.min(testVectorFrames, total)
  if (count === 0) {
    throw new CepstraError('TOO_FEW_FRAMES', 'A bank needs frames for its test vector, but no training frame was kept.')
  }
  const data = new Float32Array(count * dimensions)
  for (let i = 0; i < count; i++)
    data.set(rowAt(trainingFrames, Math.floor(((i + 0.5) * total) / count)), i * dimensions)
  const frames = { data, count, dimensions }
  return { frames, logLikelihoods: testLogLikelihoods(mixtures, frames) }
}

/** Row-major frames x labels log-likelihoods in float64, as a test vector holds them. */
export function testLogLikelihoods(mixtures: readonly BankMixture[], frames: Frames): Float64Array {
  const logLikelihoods = new Float64Array(frames.count * mixtures.length)
  mixtures.forEach(({ mixture }, l) => {
    scoreSamples(mixture, frames).forEach((score, i) => (logLikelihoods[i * mixtures.length + l] = score))
  })
  return logLikelihoods
}

function rowAt(list: readonly Frames[], index: number): Frames['data'] {
  let left = index
  for (const { data, count, dimensions } of list) {
    if (left < count) return data.subarray(left * dimensions, (left + 1) * dimensions)
    left -= count
  }
  throw new RangeError(`There is no frame ${index}.`)
}

function checkMixtures(mixtures: readonly BankMixture[], dimensions: number): void {
  if (mixtures.length === 0) throw new CepstraError('MODEL_INVALID', 'A bank needs at least one label with a mixture.')
  const seen = new Set<string>()
  for (const { label, mixture } of mixtures) {
    if (seen.has(label)) throw new CepstraError('MODEL_INVALID', `The bank has two mixtures for the label "${label}".`)
    seen.add(label)
    if (mixture.dimensions !== dimensions) {
      throw new CepstraError(
        'MODEL_INVALID',
        `The mixture of "${label}" describes ${mixture.dimensions} numbers a frame, but the bank names ${dimensions} columns.`,
      )
    }
  }
}
