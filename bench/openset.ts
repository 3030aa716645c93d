import { defaultRecipe, type Recipe } from '../src/features/recipe'
import { presetRecipe } from '../src/features/presets'
import { scorers, type FittedScorer, type Scorer } from '../src/recognition/scoring/scorer'
import { impostorsOf, impostorSums } from '../src/recognition/scoring/impostorStatistics'
import { chooseVarianceFloor } from '../src/recognition/varianceFloor'
import { askOtherHalf, type RotationOutcome } from './openSet/halves'
import { ratesOver, realScores } from './openSet/realTrials'
import { rotations } from './openSet/rotations'
import { foldsOf, joinedByFive, scoredBy, voiceBank, type VoiceScores } from './openSet/voiceBank'
import { absent, speakers, voicesOf, type Voice } from './openSet/voices'

const takes = Array.from({ length: 50 }, (_, take) => take)
const halves = 10
const rotationsAHalf = 30

/** What was measured once with another program, in % for one digit and five: one threshold for all rotations. */
const reference: Readonly<Record<string, string>> = {
  likelihood: '8.8 / 1.5',
  zNorm: '10.8 / 5.8',
  background: '14.5 / 7.2',
  'background, adapted': '20.0 / 16.7',
}

const recipes: readonly (readonly [string, Recipe])[] = [
  ['default recipe', defaultRecipe],
  [
    'Meyda on samples x 32768, c1 to c12, 25 ms every 10 ms',
    {
      ...presetRecipe('meyda', 8000),
      ...{ sampleScale: 'int16', energy: 'none', frameSeconds: 0.025, hopSeconds: 0.01, window: 'hamming' },
    },
  ],
]

/**
 * How well a bank of three speakers of the Free Spoken Digit Dataset tells them from one it has never heard, with two more
 * for the background: all 60 rotations, every scorer, one digit and five. Then whether what is recommended from one half of
 * the recordings is the best on the other, and whether the rates that its threshold promises hold.
 */
export default async function measureOpenSet(): Promise<void> {
  if (absent) {
    console.log(`Skipped: ${absent}.`)
    return
  }
  for (const [name, recipe] of recipes) {
    const voices = await voicesOf(recipe, takes)
    const [training, tests] = [voices.filter(({ take }) => take >= 5), voices.filter(({ take }) => take < 5)]
    const floor = floorOf(training)
    const bank = voiceBank(training, { floor, maxIterations: 100, maxFrames: Infinity, adapt: true })
    // What other speakers' training recordings get under a speaker's mixture, which has not seen them.
    const impostors = scoredBy(
      bank,
      training.filter(({ take }) => take < 10),
    )
    const ones = scoredBy(bank, tests)
    console.log(`\n${name}: official split, K = 16, equal error rate in %, one digit / five\n`)
    console.log('| scorer | one threshold for all rotations | one a rotation, mean | reference |\n|---|---|---|---|')
    for (const row of rows) console.log(`| ${rowOf(row, impostors, [ones, joinedByFive(ones)]).join(' | ')} |`)
    if (recipe === defaultRecipe) tellHalves(voices)
  }
}

interface ScorerRow {
  readonly scorer: Scorer
  readonly adapted: boolean
}

const rows: readonly ScorerRow[] = [
  ...scorers.map((scorer) => ({ scorer, adapted: false })),
  { scorer: 'background', adapted: true },
]

function rowOf(
  { scorer, adapted }: ScorerRow,
  impostors: readonly VoiceScores[],
  tests: readonly (readonly VoiceScores[])[],
): string[] {
  const rates = tests.map((scores) =>
    ratesOver(
      rotations.map((rotation) => {
        const [own] = foldsOf([impostors.filter(({ speaker }) => rotation.enrolled.includes(speaker))], rotation)
        const fitted: FittedScorer = { scorer, impostors: impostorsOf(impostorSums([own]), own.labels) }
        return realScores(fitted, scores, rotation, adapted)
      }),
    ),
  )
  const name = adapted ? `${scorer}, adapted` : scorer
  const told = (of: (each: (typeof rates)[number]) => number): string =>
    rates.map((each) => percent(of(each))).join(' / ')
  return [name, told(({ pooled }) => pooled), told(({ mean }) => mean), reference[name] ?? '–']
}

function floorOf(voices: readonly Voice[]): ReturnType<typeof chooseVarianceFloor> {
  const labels = speakers.map((label, place) => ({
    label,
    recordings: voices.filter(({ speaker }) => speaker === place).map(({ frames }) => frames),
  }))
  return chooseVarianceFloor(labels, { components: 16 })
}

function tellHalves(voices: readonly Voice[]): void {
  const floor = floorOf(voices.filter(({ take }) => take % 5 === 0))
  const outcomes = Array.from({ length: halves }, (_, seed) =>
    askOtherHalf(voices, { seed, asked: 250, measured: 100, rotationCount: rotationsAHalf, floor }),
  )
  tellPicks(outcomes, 'all scorers', () => true)
  tellPicks(outcomes, 'those that need no background', (scorer) => !scorer.startsWith('background'))
  tellPromises(outcomes.flat())
}

function tellPicks(
  outcomes: readonly (readonly RotationOutcome[])[],
  which: string,
  isAmong: (scorer: Scorer) => boolean,
): void {
  console.log(
    `\nRecommended from one random half, ${which}, ${rotationsAHalf} rotations a half, mean equal error rates in %:\n`,
  )
  console.log('| half | recommended | measured | found on the other half | best there | found | within noise |')
  console.log('|---|---|---|---|---|---|---|')
  const verdicts = outcomes.map((outcome, half) => {
    const { best, recommended, isNoise, rates } = verdictOf(outcome, isAmong)
    const [{ measured, found }, { found: least }] = [rates.get(recommended)!, rates.get(best)!]
    const cells = [half + 1, recommended, percent(measured), percent(found), best, percent(least)]
    console.log(`| ${[...cells, best === recommended ? 'same' : isNoise ? 'yes' : 'no'].join(' | ')} |`)
    return { strict: best === recommended, within: best === recommended || isNoise }
  })
  const count = (of: (verdict: (typeof verdicts)[number]) => boolean): number => verdicts.filter(of).length
  console.log(
    `\nThe recommended scorer is the best of the other half in ${count(({ strict }) => strict)} of ${halves} halves, and ` +
      `the best or not to be told from it in ${count(({ within }) => within)} (a paired difference over the rotations ` +
      'of less than two standard errors).',
  )
}

function tellPromises(all: readonly RotationOutcome[]): void {
  const share = (of: (one: RotationOutcome) => boolean): string => `${percent(all.filter(of).length / all.length)} %`
  const mean = (of: (one: RotationOutcome) => number): string =>
    `${percent(all.reduce((sum, one) => sum + of(one), 0) / all.length)} %`
  console.log(
    `Each of the ${all.length} rotations by the scorer recommended for it: false accepts of the speaker never heard ` +
      `promised ${mean((one) => one.falseAccept.promised)}, found ${mean((one) => one.falseAccept.found)}, within the ` +
      `promised interval in ${share((one) => one.falseAccept.within)}; false rejects promised ` +
      `${mean((one) => one.falseReject.promised)}, found ${mean((one) => one.falseReject.found)}, within in ` +
      `${share((one) => one.falseReject.within)}, and with the interval of what was found itself in ` +
      `${share((one) => one.falseReject.overlaps)}.`,
  )
}

/** Over the rotations of a half: the scorer with the lowest mean rate as measured, and the one with the lowest as found. */
function verdictOf(
  outcome: readonly RotationOutcome[],
  isAmong: (scorer: Scorer) => boolean,
): {
  recommended: Scorer
  best: Scorer
  isNoise: boolean
  rates: Map<Scorer, { measured: number; found: number }>
} {
  const scorers = [...outcome[0].rates.keys()].filter(
    (scorer) => isAmong(scorer) && outcome.every(({ rates }) => rates.has(scorer)),
  )
  const meanOf = (scorer: Scorer, which: 'measured' | 'found'): number =>
    outcome.reduce((sum, { rates }) => sum + rates.get(scorer)![which], 0) / outcome.length
  const rates = new Map(
    scorers.map((scorer) => [scorer, { measured: meanOf(scorer, 'measured'), found: meanOf(scorer, 'found') }]),
  )
  const lowest = (which: 'measured' | 'found'): Scorer =>
    scorers.reduce((a, b) => (rates.get(b)![which] < rates.get(a)![which] ? b : a))
  const [recommended, best] = [lowest('measured'), lowest('found')]
  const differences = outcome.map((one) => one.rates.get(recommended)!.found - one.rates.get(best)!.found)
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const error = Math.sqrt(squares / (differences.length - 1) / differences.length)
  return { recommended, best, isNoise: mean < 2 * error, rates }
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
