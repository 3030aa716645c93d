import { describe, expect, test } from 'vitest'
import { askOtherHalf } from '../../../bench/openSet/halves'
import { absent, speakers, voicesOf } from '../../../bench/openSet/voices'
import { defaultRecipe } from '../../../src/features/recipe'
import { chooseVarianceFloor } from '../../../src/recognition/varianceFloor'

const title = absent === null ? 'voices never heard' : `voices never heard (skipped: ${absent})`

describe.skipIf(absent !== null)(title, () => {
  test(
    'are told from enrolled ones as was measured without them, by the scorer that was recommended',
    { timeout: 120_000 },
    async () => {
      const voices = await voicesOf(
        defaultRecipe,
        Array.from({ length: 16 }, (_, take) => take),
      )
      const labels = speakers.map((label, place) => ({
        label,
        recordings: voices.filter(({ speaker }) => speaker === place).map(({ frames }) => frames),
      }))
      const floor = chooseVarianceFloor(labels, { components: 16 })
      const outcomes = askOtherHalf(voices, { seed: 0, asked: 30, measured: 30, rotationCount: 12, floor })
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
      const found = mean(outcomes.map(({ rates, recommended }) => rates.get(recommended)!.found))
      const likelihood = mean(outcomes.map(({ rates }) => rates.get('likelihood')!.found))
      expect(found).toBeLessThan(0.08)
      expect(found).toBeLessThan(likelihood)
      // Promised for 95 of 100.
      expect(outcomes.filter(({ falseAccept }) => falseAccept.within).length).toBeGreaterThanOrEqual(10)
      expect(mean(outcomes.map(({ falseAccept }) => falseAccept.found))).toBeLessThan(0.25)
    },
  )
})
