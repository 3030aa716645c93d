/**
 * The verbal scale for likelihood ratios of the ENFSI Guideline for Evaluative Reporting in Forensic Science (2015),
 * section on likelihood ratios: from which ratio on each word is used.
 */
const verbalScale = [
  { from: 1_000_000, words: 'extremely strong support' },
  { from: 10_000, words: 'very strong support' },
  { from: 1000, words: 'strong support' },
  { from: 100, words: 'moderately strong support' },
  { from: 10, words: 'moderate support' },
  { from: 2, words: 'weak support' },
] as const

/** What the words are taken from, to be said beside them. */
export const verbalScaleSource = 'Words of the ENFSI guideline for evaluative reporting (2015)'

/** A ratio of at least 1 as "45" or "2.3 million": two digits, as more would promise what no calibration holds. */
function ratioText(logRatio: number): string {
  const ratio = Math.exp(logRatio)
  if (ratio >= 999.5e9) return 'over a trillion'
  if (ratio >= 999.5e6) return `${Number((ratio / 1e9).toPrecision(2))} billion`
  if (ratio >= 999_500) return `${Number((ratio / 1e6).toPrecision(2))} million`
  return Number(ratio.toPrecision(2)).toLocaleString('en-US')
}

export interface EvidenceWords {
  /** "moderate support". */
  readonly strength: string
  /** What is supported: the label, or that it is none of the labels; null where neither is. */
  readonly supports: 'label' | 'unknown' | null
  /** "45 to 1", with what is supported first. */
  readonly ratio: string
}

/** How strongly a natural log likelihood ratio of a label against unknown speaks, and for which of them. */
export function evidenceWords(logLikelihoodRatio: number): EvidenceWords {
  const size = Math.abs(logLikelihoodRatio)
  // A hair of tolerance, so that a ratio of exactly ten is not put below it by its logarithm.
  const step = verbalScale.find(({ from }) => size >= Math.log(from) - 1e-9)
  return {
    strength: step?.words ?? 'no support either way',
    supports: step === undefined ? null : logLikelihoodRatio > 0 ? 'label' : 'unknown',
    ratio: `${ratioText(size)} to 1`,
  }
}

/** "moderate support for ann: 45 times likelier ..." as one sentence. */
export function evidenceSentence(logLikelihoodRatio: number, label: string): string {
  const { strength, supports, ratio } = evidenceWords(logLikelihoodRatio)
  if (supports === null) return `${strength}: ${label} and someone unknown explain it about alike`
  return supports === 'label'
    ? `${strength} for ${label} against unknown, ${ratio}`
    : `${strength} for unknown against ${label}, ${ratio}`
}
