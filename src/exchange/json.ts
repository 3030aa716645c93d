import { z } from 'zod'
import { CepstraError } from '../cepstraError'
import { recipeSchema } from '../features/recipe'
import { covarianceTypes, type GaussianMixture } from '../mixture/gaussianMixture'
import { testLogLikelihoods } from '../recognition/assembleBank'
import type { Bank, BankMixture } from '../recognition/bank'

const count = z.number().int().nonnegative()
const finite = z.number()
const largestFloat32 = 3.4028234663852886e38
const float32 = z.number().min(-largestFloat32).max(largestFloat32)
const matrixOf = (entry: z.ZodNumber) => z.array(z.array(entry))

/** A bank as a JSON document. docs/bank.schema.json is made from this, docs/formats.md tells it in words. */
export const bankDocument = z
  .strictObject({
    format: z.literal('cepstra-bank'),
    formatVersion: z.literal(1),
    version: z.string().describe('The version of Cepstra that trained the bank.'),
    name: z.string().min(1),
    createdAt: z.iso.datetime().describe('When it was trained, UTC.'),
    recipe: z.strictObject(recipeSchema.shape).describe('Everything that decides how frames are made of sound.'),
    sampleRateHz: z.number().positive().describe('The rate to which sound is resampled first.'),
    columnNames: z.array(z.string()).min(1).describe('One name a dimension (D) of the frames.'),
    seed: count,
    components: z.number().int().positive().describe('Components asked for; a label with few frames may have fewer.'),
    varianceFloor: z
      .number()
      .nonnegative()
      .describe('The smallest variance allowed, as a share of the pooled variance of all training frames.'),
    unknownRule: z.strictObject({
      threshold: finite
        .nullable()
        .describe(
          'A recording is unknown when its mean log-likelihood a frame under the best label, plus marginWeight times ' +
            'the margin to the second best, lies below this, nats. Null: never.',
        ),
      marginWeight: finite.nonnegative().describe('What the margin counts for; 0 leaves it out.'),
      description: z.string(),
    }),
    mixtures: z
      .array(
        z.strictObject({
          label: z.string().min(1),
          frameCount: count,
          covarianceType: z.enum(covarianceTypes),
          weights: z.array(finite.nonnegative()).min(1).describe('K numbers that sum to 1.'),
          means: matrixOf(finite).describe('K x D.'),
          covariances: matrixOf(finite.positive()).describe('K x D variances.'),
          lowerBounds: z
            .array(finite)
            .describe('Mean log-likelihood a frame, nats, at each iteration of the training.'),
          converged: z.boolean(),
          findings: z.array(z.string()),
        }),
      )
      .min(1),
    testVector: z
      .strictObject({
        frames: matrixOf(float32).min(1).describe('A few real frames, N x D, each exactly a float32.'),
        logLikelihoods: matrixOf(finite).describe('N x labels, nats, what every reader must get for them.'),
      })
      .describe('To check a reader against.'),
  })
  .describe('A bank of Gaussian mixtures, one a label, as written by Cepstra.')

type BankDocument = z.infer<typeof bankDocument>

/** The bank as a JSON document. Every number is written so that it reads back as the same float64. */
export function bankToJson(bank: Bank): string {
  const document: BankDocument = {
    format: 'cepstra-bank',
    formatVersion: 1,
    version: bank.version,
    name: bank.name,
    createdAt: new Date(bank.createdAt).toISOString(),
    recipe: bank.recipe,
    sampleRateHz: bank.sampleRateHz,
    columnNames: [...bank.columnNames],
    seed: bank.seed,
    components: bank.components,
    varianceFloor: bank.varianceFloor,
    unknownRule: { ...bank.unknownRule },
    mixtures: bank.mixtures.map(({ label, mixture, frameCount, lowerBounds, converged, findings }) => ({
      label,
      frameCount,
      covarianceType: mixture.covarianceType,
      weights: [...mixture.weights],
      means: rowsOf(mixture.means, mixture.dimensions),
      covariances: rowsOf(mixture.covariances, mixture.dimensions),
      lowerBounds: [...lowerBounds],
      converged,
      findings: [...findings],
    })),
    testVector: {
      frames: rowsOf(bank.testVector.frames.data, bank.testVector.frames.dimensions),
      logLikelihoods: rowsOf(bank.testVector.logLikelihoods, bank.mixtures.length),
    },
  }
  return `${JSON.stringify(document)}\n`
}

/**
 * Reads a bank that `bankToJson` wrote, and scores its test vector anew.
 *
 * Throws MODEL_INVALID, naming the field, where the document is not such a bank, and MODEL_MISMATCH where this
 * program's scores differ from those in the document by more than 1e-6 (relative, for values beyond 1).
 */
export function bankFromJson(text: string): Bank {
  const document = parse(text)
  const dimensions = document.columnNames.length
  const mixtures = document.mixtures.map((_, m) => bankMixtureOf(document, m, dimensions))
  const labels = new Set<string>()
  mixtures.forEach(({ label }, m) => {
    if (labels.has(label)) throw invalid(`mixtures[${m}].label`, `repeats "${label}"`)
    labels.add(label)
  })
  const { testVector } = document
  const frames = {
    data: Float32Array.from(flat(testVector.frames, testVector.frames.length, dimensions, 'testVector.frames')),
    count: testVector.frames.length,
    dimensions,
  }
  const logLikelihoods = flat(testVector.logLikelihoods, frames.count, mixtures.length, 'testVector.logLikelihoods')
  checkScores(testLogLikelihoods(mixtures, frames), logLikelihoods, mixtures)
  return {
    name: document.name,
    createdAt: Date.parse(document.createdAt),
    recipe: document.recipe,
    sampleRateHz: document.sampleRateHz,
    columnNames: document.columnNames,
    seed: document.seed,
    components: document.components,
    varianceFloor: document.varianceFloor,
    mixtures,
    unknownRule: document.unknownRule,
    testVector: { frames, logLikelihoods },
    version: document.version,
  }
}

function parse(text: string): BankDocument {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new CepstraError(
      'MODEL_INVALID',
      'This file is no JSON, so it cannot hold a bank. Choose a bank that was exported as JSON.',
      { cause },
    )
  }
  const result = bankDocument.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(z.core.toDotPath(issue.path), `is not as it should be: ${issue.message}`)
}

function bankMixtureOf(document: BankDocument, m: number, dimensions: number): BankMixture {
  const { label, weights, means, covariances, frameCount, lowerBounds, converged, findings } = document.mixtures[m]
  const field = `mixtures[${m}]`
  const componentCount = weights.length
  const sum = weights.reduce((a, b) => a + b, 0)
  if (Math.abs(sum - 1) > 1e-6) throw invalid(`${field}.weights`, `sums to ${sum} instead of 1`)
  const mixture: GaussianMixture = {
    covarianceType: 'diag',
    componentCount,
    dimensions,
    weights: Float64Array.from(weights),
    means: flat(means, componentCount, dimensions, `${field}.means`),
    covariances: flat(covariances, componentCount, dimensions, `${field}.covariances`),
  }
  return { label, mixture, frameCount, lowerBounds, converged, findings }
}

function checkScores(own: Float64Array, told: Float64Array, mixtures: readonly BankMixture[]): void {
  own.forEach((score, i) => {
    if (Math.abs(score - told[i]) <= 1e-6 * Math.max(1, Math.abs(told[i]))) return
    const row = Math.floor(i / mixtures.length)
    const { label } = mixtures[i % mixtures.length]
    throw new CepstraError(
      'MODEL_MISMATCH',
      `This bank scores its own test frames otherwise than it says: frame ${row} under "${label}" gets ${score}, ` +
        `but the file says ${told[i]}. It was changed after its export; export it again from where it was trained.`,
    )
  })
}

function rowsOf(values: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, r) =>
    Array.from({ length: columns }, (_, c) => values[r * columns + c]),
  )
}

function flat(rows: readonly (readonly number[])[], rowCount: number, columns: number, field: string): Float64Array {
  if (rows.length !== rowCount) throw invalid(field, `has ${rows.length} rows instead of ${rowCount}`)
  const values = new Float64Array(rowCount * columns)
  rows.forEach((row, r) => {
    if (row.length !== columns) throw invalid(`${field}[${r}]`, `has ${row.length} numbers instead of ${columns}`)
    values.set(row, r * columns)
  })
  return values
}

function invalid(field: string, what: string): CepstraError {
  return new CepstraError(
    'MODEL_INVALID',
    `This file is not a bank that can be read: ${field || 'the document'} ${what}. ` +
      'Export the bank again as JSON, with the same or an older version of Cepstra.',
  )
}
