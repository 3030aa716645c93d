import { zipSync, type Zippable } from 'fflate'
import { precisionsCholesky } from '../mixture/componentDensities'
import { covarianceShape, type GaussianMixture } from '../mixture/gaussianMixture'
import type { Bank } from '../recognition/bank'
import { encodeNpy } from './npy'

// A fixed time makes the same bank the same bytes. It is the earliest that a zip can hold.
const entryTime = new Date(1980, 0, 1)

const forbidden = new Set('<>:"/\\|?*%\u007f')

/**
 * The bank as one .npz for NumPy and scikit-learn: the attributes of a fitted GaussianMixture under scikit-learn's
 * names, float64, one folder a label; the labels and their folders; the recipe, what else is to be known, and the test
 * vector; and as `background_...` the mixture that the labels' were adapted from, where there is one. docs/formats.md holds the lines of Python that rebuild the mixtures.
 */
export function bankToNpz(bank: Bank): Uint8Array {
  const labels = bank.mixtures.map(({ label }) => label)
  const folders = labels.map(folderOf)
  const { frames, logLikelihoods } = bank.testVector
  const about = {
    format: 'cepstra-bank',
    name: bank.name,
    createdAt: new Date(bank.createdAt).toISOString(),
    version: bank.version,
    sampleRateHz: bank.sampleRateHz,
    columnNames: bank.columnNames,
    seed: bank.seed,
    components: bank.components,
    varianceFloor: bank.varianceFloor,
    training: bank.training,
    background: bank.background && {
      labels: bank.background.labels,
      frameCount: bank.background.frameCount,
      adapted: bank.background.adapted,
      relevance: bank.background.relevance,
    },
    decision: bank.decision,
  }
  const entries: Zippable = {
    'labels.npy': encodeNpy(labels),
    'folders.npy': encodeNpy(folders),
    'recipe.npy': encodeNpy([JSON.stringify(bank.recipe)], []),
    'about.npy': encodeNpy([JSON.stringify(about)], []),
    'test_frames.npy': encodeNpy(Float64Array.from(frames.data), [frames.count, frames.dimensions]),
    'test_log_likelihoods.npy': encodeNpy(logLikelihoods, [frames.count, labels.length]),
  }
  bank.mixtures.forEach(({ mixture }, l) => Object.assign(entries, mixtureEntries(mixture, `${folders[l]}/`)))
  if (bank.background) Object.assign(entries, mixtureEntries(bank.background.mixture, 'background_'))
  return zipSync(entries, { level: 6, mtime: entryTime })
}

/** One mixture alone as an .npz, its arrays named as the attributes of scikit-learn's fitted GaussianMixture. */
export function mixtureToNpz(mixture: GaussianMixture): Uint8Array {
  return zipSync(mixtureEntries(mixture, ''), { level: 6, mtime: entryTime })
}

function mixtureEntries(mixture: GaussianMixture, prefix: string): Zippable {
  const { covarianceType, componentCount, dimensions, weights, means, covariances } = mixture
  const shape = covarianceShape(mixture)
  const factors = precisionsCholesky(mixture)
  return {
    [`${prefix}covariance_type.npy`]: encodeNpy([covarianceType], []),
    [`${prefix}n_features_in_.npy`]: encodeNpy(Int32Array.of(dimensions), []),
    [`${prefix}weights_.npy`]: encodeNpy(weights),
    [`${prefix}means_.npy`]: encodeNpy(means, [componentCount, dimensions]),
    [`${prefix}covariances_.npy`]: encodeNpy(covariances, shape),
    [`${prefix}precisions_.npy`]: encodeNpy(precisionsOf(mixture, factors), shape),
    [`${prefix}precisions_cholesky_.npy`]: encodeNpy(factors, shape),
  }
}

/** The inverse covariances, P P^T for each factor P of a matrix. */
function precisionsOf(
  { covarianceType, dimensions, covariances }: GaussianMixture,
  factors: Float64Array,
): Float64Array {
  if (covarianceType === 'diag' || covarianceType === 'spherical') return covariances.map((variance) => 1 / variance)
  const precisions = new Float64Array(factors.length)
  for (let from = 0; from < factors.length; from += dimensions * dimensions) {
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j < dimensions; j++) {
        let sum = 0
        // P is upper triangular.
        for (let c = Math.max(i, j); c < dimensions; c++) {
          sum += factors[from + i * dimensions + c] * factors[from + j * dimensions + c]
        }
        precisions[from + i * dimensions + j] = sum
      }
    }
  }
  return precisions
}

/**
 * The folder of a label inside the archive: the label itself, but for what could lead out of a folder or is not allowed
 * in a file name on some system. That is percent-encoded, so that the archive can be unpacked anywhere and no two labels
 * share a folder.
 */
function folderOf(label: string): string {
  const characters = Array.from(label)
  return characters
    .map((character, i) => {
      const atEdge = i === 0 || i === characters.length - 1
      const allowed =
        character >= ' ' && !forbidden.has(character) && !(atEdge && (character === '.' || character === ' '))
      return allowed ? character : `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
    })
    .join('')
}
