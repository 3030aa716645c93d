import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { format } from 'prettier'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isCepstraError } from '../../src/cepstraError'
import { bankDocument, bankFromJson, bankToJson } from '../../src/exchange/json'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { covarianceTypes } from '../../src/mixture/gaussianMixture'
import { openDecision } from '../../src/recognition/decision/decision'
import { labelRecording } from '../../src/recognition/labelRecording'
import { bankWithBackground, drawFrames, trainedBank } from '../recognition/trainedBank'

const bank = trainedBank()
const json = bankToJson(bank)

/** An exported document with the value at a path replaced; without a value it is taken out. */
function withField(path: readonly (string | number)[], value?: unknown, exported = json): string {
  const document: unknown = JSON.parse(exported)
  const parent = path
    .slice(0, -1)
    .reduce((at, key) => (at as Record<string | number, unknown>)[key], document) as object
  const last = path[path.length - 1]
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else Reflect.set(parent, last, value)
  return JSON.stringify(document)
}

describe('a bank as JSON', () => {
  test.each(covarianceTypes)('comes back with every number exactly as it was, with %s covariances', (type) => {
    const exported = trainedBank(undefined, type)
    const text = bankToJson(exported)
    expect(bankFromJson(text)).toEqual(exported)
    expect(bankToJson(bankFromJson(text))).toBe(text)
  })

  test('brings the background that its labels were adapted from', () => {
    const adapted = bankWithBackground(trainedBank(undefined, 'full'))
    expect(bankFromJson(bankToJson(adapted))).toEqual(adapted)
  })

  test.each([
    ['full', [3, 3, 3]],
    ['tied', [3, 3]],
    ['diag', [3, 3]],
    ['spherical', [3]],
  ] as const)('holds %s covariances in scikit-learn’s shape', (type, shape) => {
    const { mixtures } = JSON.parse(bankToJson(trainedBank(undefined, type))) as {
      mixtures: { covariances: unknown }[]
    }
    expect(shapeOf(mixtures[1].covariances)).toEqual(shape)
  })

  test('of the first version of the format is still read, and is as it was', () => {
    const text = readFileSync(resolve(import.meta.dirname, 'fixtures/bank-1.cepstra.json'), 'utf8')
    const read = bankFromJson(text)
    expect(read).toMatchObject({ name: 'Insects', training: null, background: null })
    const told = JSON.parse(text) as {
      recipe: Partial<Recipe>
      unknownRule: { description: string; threshold: number }
    }
    // What could not be chosen then is what it was then.
    expect(told.recipe.sampleScale).toBeUndefined()
    const { unknownRule, ...others } = told
    expect(JSON.parse(bankToJson(read))).toEqual({
      ...others,
      decision: { ...openDecision(unknownRule.description), threshold: unknownRule.threshold },
      recipe: { ...defaultRecipe, sampleScale: 'int16', ...told.recipe },
      formatVersion: 3,
      training: null,
      background: null,
    })
  })

  test('labels as the bank it came from does', () => {
    const frames = drawFrames([2, 1, 1], 30, 77)
    expect(labelRecording(bankFromJson(json), frames)).toEqual(labelRecording(bank, frames))
  })

  test('has the schema that is published', async () => {
    const schema = JSON.stringify(z.toJSONSchema(bankDocument, { io: 'input' }))
    await expect(await format(schema, { parser: 'json', printWidth: 120 })).toMatchFileSnapshot(
      '../../docs/bank.schema.json',
    )
  })

  test.each([
    ['mixtures[1].covariances[0][2]', ['mixtures', 1, 'covariances', 0, 2], -1],
    ['mixtures[0].means[0]', ['mixtures', 0, 'means', 0], [1, 2]],
    ['mixtures[0].covariances', ['mixtures', 0, 'covariances'], [[1, 1, 1]]],
    ['mixtures[2].weights', ['mixtures', 2, 'weights'], [0.5, 0.4, 0.2]],
    ['mixtures[1].label', ['mixtures', 1, 'label'], 'ant'],
    ['mixtures', ['mixtures'], []],
    ['recipe.hopSeconds', ['recipe', 'hopSeconds'], 'short'],
    ['decision.threshold', ['decision', 'threshold'], 'low'],
    ['decision.priors', ['decision', 'priors'], [0.5, 0.5]],
    ['testVector.logLikelihoods', ['testVector', 'logLikelihoods'], [[1, 2, 3]]],
    ['testVector.frames[4]', ['testVector', 'frames', 4], [1]],
    ['createdAt', ['createdAt'], 'yesterday'],
    ['formatVersion', ['formatVersion'], 4],
    ['training.stop', ['training', 'stop'], 'never'],
    ['mixtures[0].covarianceType', ['mixtures', 0, 'covarianceType'], 'banded'],
    ['mixtures[0].covariances[0]', ['mixtures', 0, 'covarianceType'], 'spherical'],
    ['seed', ['seed'], undefined],
  ])('that is wrong in %s is refused by that name', (field, path, value) => {
    expect(() => bankFromJson(withField(path, value))).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID', message: expect.stringContaining(`${field} `) }),
    )
  })

  const full = bankToJson(bankWithBackground(trainedBank(undefined, 'full')))
  test.each([
    [
      'mixtures[1].covariances[2]',
      ['mixtures', 1, 'covariances', 2],
      [
        [1, 2, 0],
        [2, 1, 0],
        [0, 0, 1],
      ],
      'not positive definite',
    ],
    ['mixtures[1].covariances[2][1][0]', ['mixtures', 1, 'covariances', 2, 1, 0], 0.25, 'symmetric'],
    [
      'mixtures[1].covariances[2]',
      ['mixtures', 1, 'covariances', 2],
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      '2 rows instead of 3',
    ],
    ['mixtures[0].covariances', ['mixtures', 0, 'covariances'], [[[1]]], '1 rows instead of 3'],
    ['background.covariances[0][0][1]', ['background', 'covariances', 0, 0, 1], 'wide', 'number'],
    ['background.weights', ['background', 'weights', 0], 0, 'instead of 1'],
    ['background.relevance', ['background', 'relevance'], 0, '>0'],
  ])('of full covariances that is wrong in %s is refused by that name', (field, path, value, why) => {
    expect(() => bankFromJson(withField(path, value, full))).toThrow(
      expect.objectContaining({
        code: 'MODEL_INVALID',
        message: expect.stringMatching(`${escaped(field)} .*${escaped(why)}`),
      }),
    )
  })

  test('with a recipe option that this program does not know is refused, for its frames would differ', () => {
    expect(() => bankFromJson(withField(['recipe', 'liftering'], 22))).toThrow(
      expect.objectContaining({ code: 'MODEL_INVALID', message: expect.stringContaining('liftering') }),
    )
  })

  test('whose parameters were changed after the export no longer matches its test vector', () => {
    const changed = bank.mixtures[1].mixture.means[0] + 0.5
    expect(() => bankFromJson(withField(['mixtures', 1, 'means', 0, 0], changed))).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH', message: expect.stringContaining('"bee"') }),
    )
  })

  test.each(['', 'RIFF', 'null', '[]', '{}', '{"format":"cepstra-bank"}', '1e999'])('is not %j', (text) => {
    expect(() => bankFromJson(text)).toThrow(expect.objectContaining({ code: 'MODEL_INVALID' }))
  })

  test('that was damaged is refused with a clear error or is a bank that labels', () => {
    const edits = fc.array(fc.tuple(fc.nat(json.length - 1), fc.string({ minLength: 0, maxLength: 3 })), {
      minLength: 1,
      maxLength: 3,
    })
    const frames = drawFrames([2, 1, 1], 5, 78)
    fc.assert(
      fc.property(edits, (list) => {
        let text = json
        for (const [at, inserted] of list) text = text.slice(0, at) + inserted + text.slice(at + 1)
        readOrRefuse(text, frames)
      }),
      { numRuns: 300 },
    )
  })

  test.each(covarianceTypes)('of %s covariances with any one value replaced is refused or labels', (type) => {
    const exported = bankToJson(trainedBank(undefined, type))
    const paths = pathsOf(JSON.parse(exported))
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.double(), fc.constantFrom(1e308, -1e308, 5e-324, 1e-200))
    const frames = drawFrames([2, 1, 1], 5, 79)
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, replacement) => {
        readOrRefuse(withField(path, replacement ?? null, exported), frames)
      }),
      { numRuns: 400 },
    )
  })
})

function shapeOf(nested: unknown): number[] {
  return Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0])] : []
}

function escaped(text: string): string {
  return text.replace(/[[\].]/g, '\\$&')
}

function readOrRefuse(text: string, frames: Parameters<typeof labelRecording>[1]): void {
  try {
    const { ranked } = labelRecording(bankFromJson(text), frames)
    expect(ranked.every(({ score, posterior }) => Number.isFinite(score) && Number.isFinite(posterior))).toBe(true)
  } catch (error) {
    if (!isCepstraError(error)) throw error
    expect(['MODEL_INVALID', 'MODEL_MISMATCH']).toContain(error.code)
  }
}

function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]]
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((each, i) => [i, each])
    : Object.entries(value)
  return entries.flatMap(([key, each]) => [[key], ...pathsOf(each).map((path) => [key, ...path])])
}
