import { z } from 'zod'
import { CepstraError } from '../cepstraError'
import { storedRecipeSchema } from '../features/storedRecipe'
import { initializations, stopRules } from '../mixture/fitOptions'
import { covarianceTypes } from '../mixture/gaussianMixture'
import { remedies } from '../mixture/remedies/remedy'
import { testLogLikelihoods } from '../recognition/assembleBank'
import {
  adaptedParameters,
  componentCriteria,
  weightPriors,
  type Bank,
  type BankMixture,
  type FittedMixture,
} from '../recognition/bank'
import { decisionOfRule, decisionSchema, unknownRuleSchema, type Decision } from '../recognition/decision/decision'
import {
  flatArray,
  matrixOf,
  mixtureFromNested,
  nestedParameters,
  nestedRows,
  withParameters,
  type NestedParameters,
} from './nestedParameters'

const count = z.number().int().nonnegative()
const finite = z.number()
const largestFloat32 = 3.4028234663852886e38
const float32 = z.number().min(-largestFloat32).max(largestFloat32)

const fitted = {
  frameCount: count,
  lowerBounds: z
    .array(finite)
    .describe(
      'Nats, at each iteration: mean log-likelihood a frame, or the bound of a variational fit for all frames together.',
    ),
  converged: z.boolean(),
  findings: z.array(z.string()),
}

const training = z.strictObject({
  covarianceType: z.enum(covarianceTypes),
  componentsBy: z
    .enum(componentCriteria)
    .nullable()
    .describe("What chose each label's components; null: they were told."),
  initialization: z.enum(initializations),
  starts: count,
  maxIterations: count,
  tolerance: finite.nonnegative(),
  stop: z.enum(stopRules).describe('What came to rest: the lower bound or the parameters.'),
  regCovar: finite.nonnegative().describe('Added to every variance.'),
  precision: z.enum(['float64', 'float32']),
  bayesian: z.enum(weightPriors).nullable().describe('The prior on the weights; null: maximum likelihood.'),
  remedies: z.array(z.enum(remedies)).describe('What was allowed to be done about what ails a fit.'),
})

const background = withParameters({
  ...fitted,
  labels: z.array(z.string()).describe('Those over whose frames it was fitted.'),
  adapted: z.array(z.enum(adaptedParameters)).describe("What was moved towards each label's frames."),
  relevance: z.number().positive().describe('Frames that a component needs before it is moved halfway.'),
})

/** A bank as a JSON document. docs/bank.schema.json is made from this, docs/formats.md tells it in words. */
export const bankDocument = z
  .strictObject({
    format: z.literal('cepstra-bank'),
    formatVersion: z
      .literal([1, 2, 3])
      .describe('1: without training and background; 1 and 2: with unknownRule in the place of decision.'),
    version: z.string().describe('The version of Cepstra that trained the bank.'),
    name: z.string().min(1),
    createdAt: z.iso.datetime().describe('When it was trained, UTC.'),
    recipe: z.strictObject(storedRecipeSchema.shape).describe('Everything that decides how frames are made of sound.'),
    sampleRateHz: z.number().positive().describe('The rate to which sound is resampled first.'),
    columnNames: z.array(z.string()).min(1).describe('One name a dimension (D) of the frames.'),
    seed: count,
    components: z.number().int().positive().describe('Components asked for; a label with few frames may have fewer.'),
    varianceFloor: z
      .number()
      .nonnegative()
      .describe('The smallest variance allowed, as a share of the pooled variance of all training frames.'),
    unknownRule: unknownRuleSchema
      .optional()
      .describe(
        'Of format versions 1 and 2. A recording is unknown when its mean log-likelihood a frame under the best label, ' +
          'plus marginWeight times the margin to the second best, lies below threshold, nats. Null: never.',
      ),
    decision: decisionSchema.optional().describe('Which label a recording gets, and when it is called unknown.'),
    training: training.nullable().default(null).describe('How the mixtures were fitted; null: it is not known.'),
    background: background
      .nullable()
      .default(null)
      .describe('The mixture that those of the labels were adapted from; null: each was fitted by itself.'),
    mixtures: z.array(withParameters({ label: z.string().min(1), ...fitted })).min(1),
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
    formatVersion: 3,
    version: bank.version,
    name: bank.name,
    createdAt: new Date(bank.createdAt).toISOString(),
    recipe: bank.recipe,
    sampleRateHz: bank.sampleRateHz,
    columnNames: [...bank.columnNames],
    seed: bank.seed,
    components: bank.components,
    varianceFloor: bank.varianceFloor,
    decision: bank.decision,
    training: bank.training && { ...bank.training, remedies: [...bank.training.remedies] },
    background: bank.background && {
      labels: [...bank.background.labels],
      adapted: [...bank.background.adapted],
      relevance: bank.background.relevance,
      ...fittedOf(bank.background),
    },
    mixtures: bank.mixtures.map((entry) => ({ label: entry.label, ...fittedOf(entry) })),
    testVector: {
      frames: nestedRows(bank.testVector.frames.data, bank.testVector.frames.dimensions),
      logLikelihoods: nestedRows(bank.testVector.logLikelihoods, bank.mixtures.length),
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
  const mixtures = document.mixtures.map((entry, m) => ({
    label: entry.label,
    ...fittedFrom(entry, dimensions, `mixtures[${m}].`),
  }))
  const labels = new Set<string>()
  mixtures.forEach(({ label }, m) => {
    if (labels.has(label)) throw invalid(`mixtures[${m}].label`, `repeats "${label}"`)
    labels.add(label)
  })
  const { testVector } = document
  const frames = {
    data: Float32Array.from(
      flatArray(testVector.frames, [testVector.frames.length, dimensions], 'testVector.frames', invalid),
    ),
    count: testVector.frames.length,
    dimensions,
  }
  const told = [frames.count, mixtures.length]
  const logLikelihoods = flatArray(testVector.logLikelihoods, told, 'testVector.logLikelihoods', invalid)
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
    training: document.training,
    background: document.background && {
      labels: document.background.labels,
      adapted: document.background.adapted,
      relevance: document.background.relevance,
      ...fittedFrom(document.background, dimensions, 'background.'),
    },
    mixtures,
    decision: decisionOf(document),
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

function decisionOf({ decision, unknownRule, mixtures }: BankDocument): Decision {
  if (decision === undefined && unknownRule === undefined) throw invalid('decision', 'is missing')
  const read = decision ?? decisionOfRule(unknownRule ?? { threshold: null, marginWeight: 0, description: '' })
  const { means, deviations } = read.scorer.impostors ?? {}
  for (const [field, list] of Object.entries({
    'scorer.impostors.means': means,
    'scorer.impostors.deviations': deviations,
    priors: read.priors,
  })) {
    if (list && list.length !== mixtures.length) {
      throw invalid(`decision.${field}`, `has ${list.length} numbers for ${mixtures.length} labels`)
    }
  }
  return read
}

function fittedOf({ mixture, frameCount, lowerBounds, converged, findings }: FittedMixture) {
  return {
    frameCount,
    ...nestedParameters(mixture),
    lowerBounds: [...lowerBounds],
    converged,
    findings: [...findings],
  }
}

function fittedFrom(
  entry: NestedParameters & Omit<FittedMixture, 'mixture'>,
  dimensions: number,
  field: string,
): FittedMixture {
  const { frameCount, lowerBounds, converged, findings } = entry
  return { mixture: mixtureFromNested(entry, dimensions, field, invalid), frameCount, lowerBounds, converged, findings }
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

function invalid(field: string, what: string): CepstraError {
  return new CepstraError(
    'MODEL_INVALID',
    `This file is not a bank that can be read: ${field || 'the document'} ${what}. ` +
      'Export the bank again as JSON, with the same or an older version of Cepstra.',
  )
}
