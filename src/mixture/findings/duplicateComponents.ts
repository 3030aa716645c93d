import { bhattacharyyaDistances } from '../bhattacharyyaDistance'
import type { GaussianMixture } from '../gaussianMixture'
import type { ExaminedFit, FitFinding } from './fitFinding'
import { counted } from './wording'

/** Components whose normals overlap by more than exp(-0.05) = 95 % (Bhattacharyya's coefficient) do one work twice. */
const duplicateDistance = 0.05

/** Pairs of components that are nearly the same; `starved` ones are left aside. */
export function duplicatePairs(mixture: GaussianMixture, starved: readonly number[]): (readonly [number, number])[] {
  const { componentCount } = mixture
  const distance = bhattacharyyaDistances(mixture)
  const left = Array.from({ length: componentCount }, (_, k) => k).filter((k) => !starved.includes(k))
  return left.flatMap((a, i) =>
    left
      .slice(i + 1)
      .filter((b) => distance(a, b, duplicateDistance) < duplicateDistance)
      .map((b) => [a, b] as const),
  )
}

export function duplicateComponents({ mixture }: ExaminedFit, starved: readonly number[]): FitFinding | null {
  const pairs = duplicatePairs(mixture, starved)
  if (pairs.length === 0) return null
  const [[a, b]] = pairs
  const example = `${a + 1} and ${b + 1}`
  const which =
    pairs.length === 1
      ? `Components ${example} are`
      : `${counted(pairs.length, 'pair')} of components (such as ${example}) are`
  return {
    kind: 'duplicates',
    components: [...new Set(pairs.flat())].sort((one, other) => one - other),
    sentence: `${which} nearly the same (they overlap by more than 95 %).`,
    remedy: `Ask for fewer than ${counted(mixture.componentCount, 'component')}.`,
  }
}
