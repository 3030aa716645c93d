import type { Decision, Rate } from './decision'

/** An interval wider than this says nothing as numbers. */
const widestTold = 0.7

/** What a threshold does and what was measured of that, in a sentence or two. */
export function describeThreshold(
  rates: NonNullable<Decision['rates']>,
  { costs, given }: { readonly costs: Decision['costs']; readonly given: boolean },
): string {
  const { falseReject, falseAccept } = rates
  const sentence = `Refuses ${told(falseReject, 'recordings of known labels')}`
  if (!falseAccept) {
    return (
      `${sentence} that were held out, by choice: with a single label nothing tells how unknown recordings score. ` +
      'Add labels to learn it.'
    )
  }
  const [least, most] = falseAccept.interval
  const why = given
    ? ', at a threshold that was given'
    : costs
      ? ', where the two errors together cost least: ' +
        `${figure(costs.falseAccept)} for an unknown one accepted, ${figure(costs.falseReject)} for a known one refused, ` +
        `${figure(100 * costs.unknownShare)} % unknown`
      : ''
  const next =
    most - least > widestTold
      ? 'Labels differ much in this: of the next one hardly any or nearly all recordings may be accepted.'
      : `Of a label never heard, ${Math.round(100 * least)} to ${Math.round(100 * most)} % may be accepted.`
  return (
    `${sentence} and accepts ${told(falseAccept, 'unknown ones')}, measured on held-out recordings: with their label ` +
    `in the bank, and with it left out${why}. ${next}`
  )
}

export function tooFewTrials(count: number, fewest: number): string {
  const reason =
    count === 0
      ? 'no label has two recordings, so none can be held out'
      : `only ${count} recordings can be held out, and ${fewest} are needed`
  return `Nothing is called unknown: ${reason} to measure how known and unknown recordings score.`
}

export function tooMuchOverlap({ falseReject, falseAccept }: NonNullable<Decision['rates']>): string {
  const accepted = falseAccept
    ? ` and accept ${told(falseAccept, 'them')} when their label is left out of the bank`
    : ''
  return (
    'Nothing is called unknown: the scores of known and unknown recordings overlap too much, for the best threshold ' +
    `would refuse ${told(falseReject, 'held-out recordings of known labels')}${accepted}. More or longer recordings may help.`
  )
}

export const nothingWorthRefusing =
  'Nothing is called unknown: at these costs every refusal would cost more than it spares.'

function told({ share, hits, trials }: Rate, what: string): string {
  if (hits === 0) return `none of ${trials} ${what}`
  return `${100 * share < 1 ? '<1' : `about ${Math.round(100 * share)}`} % (${hits} of ${trials}) of ${what}`
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)))
}
