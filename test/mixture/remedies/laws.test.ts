import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMixture } from '../../../src/mixture/gaussianMixture'
import { fitWithRemedies } from '../../../src/mixture/remedies/fitWithRemedies'
import { remedies } from '../../../src/mixture/remedies/remedy'
import { anyFrames, anyOptions } from '../anyFrames'
import { speechFrames } from '../golden'

test('whatever is mended with whatever, a valid mixture comes out, and what was done is told', () => {
  fc.assert(
    fc.property(
      anyFrames,
      anyOptions,
      fc.constantFrom(0, 1e-6, 1),
      fc.subarray([...remedies]),
      fc.boolean(),
      (frames, options, regCovar, some, fixedWeights) => {
        // Without regCovar most of these frames have no mixture; raising it always helps.
        const allowed = regCovar === 0 ? new Set(['raise-reg-covar', ...some] as const) : some
        const fit = fitWithRemedies(frames, { ...options, regCovar, fixedWeights, remedies: [...allowed] })
        checkMixture(fit.mixture)
        expect(fit.mixture.covarianceType).toBe(fit.options.covarianceType)
        expect(fit.mendings.length).toBeGreaterThanOrEqual(
          Number(fit.mixture.componentCount < options.components || fit.options.regCovar > regCovar),
        )
        for (const { remedy, sentence } of fit.mendings) {
          expect([...allowed]).toContain(remedy)
          expect(sentence).toMatch(/^[A-Z].*\.$/)
        }
        for (const { sentence, remedy } of fit.findings)
          expect(`${sentence} ${remedy}`).not.toMatch(/NaN|Infinity|undefined/)
      },
    ),
  )
})

test.each(['full', 'tied', 'diag', 'spherical'] as const)(
  'on speech with more components than it carries none starves and no two do one work (%s)',
  (covarianceType) => {
    const { mendings, findings } = fitWithRemedies(speechFrames(), { components: 96, covarianceType, remedies })
    expect(mendings.length).toBeGreaterThan(0)
    expect(findings.map(({ kind }) => kind).filter((kind) => kind === 'starved' || kind === 'duplicates')).toEqual([])
  },
)
