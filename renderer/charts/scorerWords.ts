/** The scorers of the engine, as a person would tell them apart; `help` says what the score is. */
export const scorerWords = {
  likelihood: { name: 'Likelihood', help: 'The mean log-likelihood of a frame, as it is.' },
  pooled: { name: 'Pooled ratio', help: 'The likelihood less that under one Gaussian of all labels together.' },
  lead: { name: 'Lead', help: 'The likelihood plus its lead over the best of the other labels.' },
  background: { name: 'Background ratio', help: 'The likelihood less that under the background mixture.' },
  backgroundLead: {
    name: 'Background lead',
    help: 'The likelihood plus three quarters of its lead over the background mixture.',
  },
  cohort: { name: 'Cohort ratio', help: 'The likelihood less its mean over the other labels.' },
  zNorm: { name: 'Z-norm', help: 'Standardized by what recordings of other labels get under this label.' },
  tNorm: { name: 'T-norm', help: 'Standardized by what this recording gets under the other labels.' },
  sNorm: { name: 'S-norm', help: 'The mean of z-norm and t-norm.' },
} as const

export type ScorerName = keyof typeof scorerWords

/** "Background ratio, adapted". */
export function scorerText(scorer: ScorerName, adapted: boolean): string {
  return adapted ? `${scorerWords[scorer].name}, adapted` : scorerWords[scorer].name
}
