import { defaultRecipe } from '../../src/features/recipe'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../../src/mixture/frames'
import type { CovarianceType } from '../../src/mixture/gaussianMixture'
import { seededRandom } from '../../src/mixture/random'
import { assembleBank } from '../../src/recognition/assembleBank'
import type { Background, Bank, BankTraining } from '../../src/recognition/bank'
import { openDecision } from '../../src/recognition/decision/decision'

/** A recording of `count` frames around `center`, each dimension with this standard deviation. */
export function drawFrames(center: readonly number[], count: number, seed: number, deviation = 1): Frames {
  const random = seededRandom(seed)
  const data = Float32Array.from({ length: count * center.length }, (_, i) => {
    return center[i % center.length] + deviation * random.normal()
  })
  return { data, count, dimensions: center.length }
}

/** A small bank over three dimensions, one cluster a label, trained on drawn frames. */
export function trainedBank(
  labels: readonly string[] = ['ant', 'bee', 'çicada/3'],
  covarianceType: CovarianceType = 'diag',
): Bank {
  const training = labels.map((_, l) =>
    concatenateFrames([drawFrames([4 * l, -3 * l, 1], 120, l), drawFrames([4 * l + 1, -3 * l, 2], 80, 100 + l)]),
  )
  const components = 3
  const fitted = (frames: Frames) => {
    const { mixture, lowerBounds, converged } = fitMixture(frames, { components, covarianceType, seed: 7 })
    return { mixture, frameCount: frames.count, lowerBounds, converged, findings: ['As drawn.'] }
  }
  return assembleBank({
    name: 'Insects',
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    recipe: defaultRecipe,
    sampleRateHz: 16_000,
    columnNames: ['c1', 'c2', 'c3'],
    seed: 7,
    components,
    varianceFloor: 0.01,
    training: trainingOf(covarianceType),
    background: null,
    mixtures: labels.map((label, l) => ({ label, ...fitted(training[l]) })),
    decision: { ...openDecision('Refuses none of 20.'), threshold: -12.25 },
    trainingFrames: training,
    version: '0.1.0',
  })
}

/** The same bank as if its labels had been adapted from a mixture of them all. */
export function bankWithBackground(bank: Bank): Bank & { readonly background: Background } {
  const labels = bank.mixtures.map(({ label }) => label)
  const { label: _, ...first } = bank.mixtures[0]
  return { ...bank, background: { ...first, labels, adapted: ['means', 'weights'], relevance: 16 } }
}

function trainingOf(covarianceType: CovarianceType): BankTraining {
  return {
    covarianceType,
    componentsBy: null,
    initialization: 'kmeans',
    starts: 1,
    maxIterations: 100,
    tolerance: 1e-3,
    stop: 'bound',
    regCovar: 1e-6,
    precision: 'float64',
    bayesian: null,
    remedies: ['reseed', 'prune'],
  }
}
