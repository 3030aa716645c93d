import { z } from 'zod'
import { CepstraError } from '../cepstraError'
import type { CovarianceType, GaussianMixture } from '../mixture/gaussianMixture'
import {
  covarianceTypeOf,
  mixtureFromNested,
  nestedParameters,
  parameterLists,
  withParameters,
  type NestedParameters,
} from './nestedParameters'

const count = z.number().int().nonnegative()

/** A single mixture as a JSON document. docs/mixture.schema.json is made from this, docs/formats.md tells it in words. */
export const mixtureDocument = withParameters({
  format: z.literal('cepstra-mixture'),
  formatVersion: z.literal(1),
  version: z.string().describe('The version of Cepstra that fitted the mixture.'),
  columns: z.array(z.string()).min(1).describe('One name a dimension (D) of the frames.'),
  fit: z
    .strictObject({
      frames: count.describe('How many frames it was fitted to.'),
      lowerBounds: z.array(z.number()).describe('One an iteration, nats a frame, each taken before its M-step.'),
      logLikelihood: z.number().describe('Mean log-likelihood a frame, nats.'),
      aic: z.number(),
      bic: z.number(),
      converged: z.boolean(),
      findings: z.array(z.string()),
    })
    .describe('How the fit went.'),
}).describe('A Gaussian mixture, as written by Cepstra.')

export type MixtureFacts = Pick<z.infer<typeof mixtureDocument>, 'version' | 'columns' | 'fit'>

/** The mixture as a JSON document. Every number is written so that it reads back as the same float64. */
export function mixtureToJson(mixture: GaussianMixture, { version, columns, fit }: MixtureFacts): string {
  const document: z.infer<typeof mixtureDocument> = {
    format: 'cepstra-mixture',
    formatVersion: 1,
    version,
    columns: [...columns],
    ...nestedParameters(mixture),
    fit,
  }
  return `${JSON.stringify(document)}\n`
}

/** What has to be known before the covariances can be read. */
const outline = z.object({
  format: z.literal('cepstra-mixture').optional(),
  formatVersion: z.literal(1).optional(),
  columns: z.array(z.string()).min(1).optional(),
  weights: z.array(z.number()).min(1),
  means: z.array(z.array(z.number()).min(1)).min(1),
  covariances: z.array(z.unknown()).min(1),
  covarianceType: z.string().optional(),
})

/**
 * Reads the parameters of a mixture: a document that `mixtureToJson` wrote, or any JSON object with `weights` (K),
 * `means` (K x D) and `covariances` in scikit-learn's shape, whatever else it holds. `covarianceType` may be left out
 * where the shape or `wanted` tells it: a shape cannot tell one D x D matrix for all components from K x D variances when K = D.
 *
 * @throws CepstraError `MODEL_INVALID` naming the field: wrong sizes, weights that do not sum to 1, variances that are
 *   not positive, matrices that are not symmetric and positive definite.
 */
export function mixtureFromJson(
  text: string,
  wanted?: CovarianceType,
): {
  readonly mixture: GaussianMixture
  /** One name a dimension; null where the document names none. */
  readonly columns: readonly string[] | null
} {
  const { weights, means, covariances, covarianceType, columns = null } = parsed(outline, valueOf(text))
  const dimensions = means[0].length
  if (columns && columns.length !== dimensions) {
    throw invalid('columns', `names ${columns.length} columns, but the means have ${dimensions}`)
  }
  const told = covarianceType ?? wanted ?? covarianceTypeOf(covariances, weights.length, dimensions)
  if (told === null) {
    throw invalid(
      'covariances',
      `fits no covariance type: for ${weights.length} components of ${dimensions} dimensions it is ` +
        `${weights.length} x ${dimensions} x ${dimensions} (full), ${dimensions} x ${dimensions} (tied), ` +
        `${weights.length} x ${dimensions} (diag) or ${weights.length} numbers (spherical)`,
    )
  }
  if (told === 'diag or tied') {
    throw invalid(
      'covariances',
      `is ${dimensions} x ${dimensions}, which could be one matrix for all components or the variances of each; ` +
        'say which by "covarianceType": "tied" or "diag"',
    )
  }
  const nested: NestedParameters = parsed(parameterLists, { weights, means, covariances, covarianceType: told })
  return { mixture: mixtureFromNested(nested, dimensions, '', invalid), columns }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CepstraError(
      'MODEL_INVALID',
      'This file is no JSON, so it cannot hold a mixture. Choose one with weights, means and covariances.',
      { cause },
    )
  }
}

function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(z.core.toDotPath(issue.path), `is not as it should be: ${issue.message}`)
}

function invalid(field: string, what: string): CepstraError {
  return new CepstraError(
    'MODEL_INVALID',
    `This file holds no mixture that can be read: ${field || 'the document'} ${what}.`,
  )
}
