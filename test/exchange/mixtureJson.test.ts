import { format } from 'prettier'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { mixtureDocument, mixtureFromJson, mixtureToJson } from '../../src/exchange/mixtureJson'
import { covarianceTypes } from '../../src/mixture/gaussianMixture'
import { trainedBank } from '../recognition/trainedBank'

const fit = { frames: 200, lowerBounds: [-5, -4], logLikelihood: -4, aic: 900, bic: 950, converged: true, findings: [] }
const facts = { version: '0.1.0', columns: ['c1', 'c2', 'c3'], fit }
const identity = (size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => +(i === j)))
const read = (document: object) => mixtureFromJson(JSON.stringify(document)).mixture

/** Two components of three dimensions, so that every covariance type has a shape of its own. */
const parameters = {
  weights: [0.25, 0.75],
  means: [
    [0, 1, 2],
    [3, 4, 5],
  ],
}

describe('a mixture as JSON', () => {
  test.each(covarianceTypes)('comes back with every number exactly as it was, with %s covariances', (type) => {
    const { mixture } = trainedBank(undefined, type).mixtures[2]
    const text = mixtureToJson(mixture, facts)
    expect(mixtureFromJson(text)).toEqual({ mixture, columns: ['c1', 'c2', 'c3'] })
    expect(mixtureDocument.parse(JSON.parse(text)).fit).toEqual(fit)
  })

  test('has the schema that is published', async () => {
    const schema = JSON.stringify(z.toJSONSchema(mixtureDocument, { io: 'input' }))
    await expect(await format(schema, { parser: 'json', printWidth: 120 })).toMatchFileSnapshot(
      '../../docs/mixture.schema.json',
    )
  })

  test.each([
    ['full', [identity(3), identity(3)]],
    ['tied', identity(3)],
    [
      'diag',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    ['spherical', [1, 2]],
  ])('of another program is %s by the shape of its covariances alone', (type, covariances) => {
    const mixture = read({ ...parameters, covariances, aic: 12, columns: undefined })
    expect(mixture).toMatchObject({ covarianceType: type, componentCount: 2, dimensions: 3 })
    expect([...mixture.covariances]).toEqual(covariances.flat(2))
  })

  test('asks for the covariance type where K x D variances look like one D x D matrix', () => {
    const square = {
      weights: [0.5, 0.5],
      means: [
        [0, 0],
        [1, 1],
      ],
      covariances: [
        [2, 1],
        [1, 2],
      ],
    }
    expect(() => read(square)).toThrow(
      expect.objectContaining({
        code: 'MODEL_INVALID',
        message: expect.stringMatching(/covarianceType": "tied" or "diag"/),
      }),
    )
    expect(mixtureFromJson(JSON.stringify(square), 'tied').mixture.covarianceType).toBe('tied')
    expect(read({ ...square, covarianceType: 'tied' }).covarianceType).toBe('tied')
    expect(read({ ...square, covarianceType: 'diag' }).covarianceType).toBe('diag')
  })

  test('of one column and one component is no question', () => {
    expect(read({ weights: [1], means: [[3]], covariances: [[2]] }).covarianceType).toBe('diag')
  })

  test.each([
    ['weights', { weights: [0.25, 0.25], covariances: [1, 1] }],
    [
      'means[1]',
      {
        means: [
          [0, 1, 2],
          [3, 4],
        ],
        covariances: [1, 1],
      },
    ],
    ['means', { means: [[0, 1, 2]], covariances: [1, 1] }],
    ['covariances', { covariances: [[1, 2, 3]] }],
    ['covariances[1]', { covariances: [1, -1] }],
    [
      'covariances[1][2]',
      {
        covariances: [
          [1, 1, 1],
          [1, 1, 0],
        ],
      },
    ],
    [
      'covariances[1]',
      {
        covariances: [
          identity(3),
          [
            [1, 2, 0],
            [2, 1, 0],
            [0, 0, 1],
          ],
        ],
      },
    ],
    [
      'covariances[2][1]',
      {
        covariances: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0.5, 1],
        ],
      },
    ],
    ['covarianceType', { covarianceType: 'banded', covariances: [1, 1] }],
    ['columns', { columns: ['a'], covariances: [1, 1] }],
    ['format', { format: 'cepstra-bank', covariances: [1, 1] }],
    ['covariances', {}],
  ])('that is wrong in %s is refused by that name', (field, change) => {
    expect(() => read({ ...parameters, ...change })).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID', message: expect.stringContaining(`: ${field} `) }),
    )
  })

  test.each(['', 'RIFF', 'null', '[]', '{}', '1e999'])('is not %j', (text) => {
    expect(() => mixtureFromJson(text)).toThrow(expect.objectContaining({ code: 'MODEL_INVALID' }))
  })
})
