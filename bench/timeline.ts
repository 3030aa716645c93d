import { parseArgs } from 'node:util'
import { defaultRecipe } from '../src/features/recipe'
import { framesInMemory } from '../src/mixture/frameSource'
import { speechFrames } from '../src/features/speechFrames'
import { extractFeatures } from '../src/features/extractFeatures'
import { openDecision } from '../src/recognition/decision/decision'
import { labelTimeline } from '../src/recognition/timeline/labelTimeline'
import {
  conversation,
  digitsAbsent,
  digitVoices,
  type Conversation,
} from '../test/recognition/clustering/conversations'
import { bankOf, digitBank, framesOf } from '../test/recognition/timeline/digitBank'
import { measureTurns, type TurnFigures } from '../test/recognition/timeline/measureTurns'
import { longSpeech, manyVoices, sampleRateHz } from './label/manyVoices'
import { machine } from './mixture/machine'
import { median } from './mixture/median'

/** Takes of the conversations, of which neither the voices nor any default were learned, and those of the voices. */
const askedTakes = [0, 1, 2, 3, 4]
const learnedTakes = Array.from({ length: 45 }, (_, i) => 5 + i)
const seconds = 30
const shares = [0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]
const mostRefused = 0.05

/** What came of all conversations with one size of bank. */
interface Row {
  readonly enrolled: string
  readonly unknownShare: number
  readonly figures: readonly TurnFigures[]
}

/**
 * Who speaks when: voices of the spoken digits that take turns of 2 to 6 s, by the default recipe, the defaults of a training
 * and of a timeline. Two enrolled voices, for all 15 pairs; then three voices of which one is not enrolled, for all 20 triples
 * and each of the three in that place, by a bank of the two others and by one of the five others; and at which share known
 * voices are refused for 5 % of their time. `--rounds N` conversations of each (default 2); `--labels N,N` also tells how long
 * an hour of speech takes against so many voices; `--json` as it says.
 */
export default async function timeline(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '2' },
      labels: { type: 'string', default: '' },
    },
  })
  if (digitsAbsent) {
    console.error('Left out: the spoken digits are not here. Set CEPSTRA_TEST_DATA to the folder that holds fsdd.')
    return
  }
  const bank = await digitBank(digitVoices, learnedTakes)
  const rounds = Number(values.rounds)
  const talk = (voices: readonly string[], round: number): Promise<Conversation> =>
    conversation({ voices, seconds, takes: askedTakes, seed: 100 * round + digitVoices.indexOf(voices[0] as never) })
  const pairs = { enrolled: 'both of two', unknownShare: NaN, figures: [] as TurnFigures[] }
  for (const pair of choices(digitVoices, 2)) {
    for (let round = 1; round <= rounds; round++) {
      const { turns, ...sound } = await talk(pair, round)
      pairs.figures.push(measureTurns(turns, framesOf({ turns, ...sound })(bankOf(bank, pair)), pair))
    }
  }
  const open = new Map<string, TurnFigures[]>()
  for (const triple of choices(digitVoices, 3)) {
    console.error(`${triple.join(', ')} ...`)
    for (let round = 1; round <= rounds; round++) {
      const spoken = await talk(triple, round)
      const segmentsBy = framesOf(spoken)
      for (const stranger of triple) {
        const two = triple.filter((voice) => voice !== stranger)
        const five = digitVoices.filter((voice) => voice !== stranger)
        for (const [enrolled, known] of [['two of three', two] as const, ['five of six', five] as const]) {
          for (const unknownShare of shares) {
            const key = `${enrolled}/${unknownShare}`
            const figures = measureTurns(spoken.turns, segmentsBy(bankOf(bank, known), { unknownShare }), known)
            open.set(key, [...(open.get(key) ?? []), figures])
          }
        }
      }
    }
  }
  const rows: Row[] = [...open].map(([key, figures]) => {
    const [enrolled, share] = key.split('/')
    return { enrolled, unknownShare: Number(share), figures }
  })
  const speeds = []
  for (const count of values.labels.split(',').filter(Boolean).map(Number)) speeds.push(await anHour(count))
  if (values.json) {
    const told = [pairs, ...rows].map(({ figures, ...row }) => ({ ...row, ...summary(figures) }))
    process.stdout.write(`${JSON.stringify({ machine: machine(), rounds, seconds, rows: told, speeds }, null, 2)}\n`)
    return
  }
  print(pairs, rows, speeds)
}

/** All choices of so many, in order. */
function choices<Item>(items: readonly Item[], count: number): Item[][] {
  if (count === 0) return [[]]
  return items.flatMap((item, i) => choices(items.slice(i + 1), count - 1).map((rest) => [item, ...rest]))
}

function summary(figures: readonly TurnFigures[]) {
  const mean = (of: (each: TurnFigures) => number): number =>
    figures.reduce((sum, each) => sum + of(each), 0) / figures.length
  return {
    conversations: figures.length,
    right: mean(({ right }) => right),
    rightLowest: Math.min(...figures.map(({ right }) => right)),
    refused: mean(({ refused }) => refused),
    foundUnknown: mean(({ foundUnknown }) => foundUnknown),
    foundLowest: Math.min(...figures.map(({ foundUnknown }) => foundUnknown)),
    foundEnough: figures.filter(({ foundUnknown }) => foundUnknown >= 0.8).length,
    borderMedian: median(figures.flatMap(({ borderSeconds }) => [...borderSeconds])),
  }
}

/** An hour of one voice against so many, from its features on: seconds on one core. */
async function anHour(
  count: number,
): Promise<{ readonly labels: number; readonly seconds: number; readonly peakMB: number }> {
  const { mixtures } = await manyVoices(count, (done) => {
    if (done % 100 === 0) console.error(`${done} voices ...`)
  })
  const matrix = extractFeatures({ samples: await longSpeech(3600), sampleRateHz }, defaultRecipe)
  const bank = { mixtures, background: null, recipe: defaultRecipe, decision: openDecision('') }
  const kept = framesInMemory(speechFrames(matrix))
  const before = process.memoryUsage.rss()
  const begin = process.cpuUsage()
  labelTimeline(bank, kept, matrix.speech)
  const { user, system } = process.cpuUsage(begin)
  return { labels: count, seconds: (user + system) / 1e6, peakMB: (process.memoryUsage.rss() - before) / 2 ** 20 }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function print(pairs: Row, rows: readonly Row[], speeds: readonly { labels: number; seconds: number }[]): void {
  const both = summary(pairs.figures)
  console.log(
    `${both.conversations} conversations of ${seconds} s, both voices enrolled: ${percent(both.right)} of the time`,
  )
  console.log(
    `right (lowest ${percent(both.rightLowest)}), ${percent(both.refused)} unknown; borders ${both.borderMedian.toFixed(3)} s`,
  )
  console.log('from the beginning of the new turn (median).\n')
  console.log('| enrolled | share | right | refused | stranger unknown | lowest | of 80 % or more | borders, s |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const { enrolled, unknownShare, figures } of rows) {
    const { right, refused, foundUnknown, foundLowest, foundEnough, borderMedian } = summary(figures)
    const cells = [
      enrolled,
      unknownShare,
      percent(right),
      percent(refused),
      percent(foundUnknown),
      percent(foundLowest),
    ]
    console.log(`| ${[...cells, `${foundEnough} of ${figures.length}`, borderMedian.toFixed(3)].join(' | ')} |`)
  }
  for (const enrolled of new Set(rows.map((row) => row.enrolled))) {
    const allowed = rows.filter((row) => row.enrolled === enrolled && summary(row.figures).refused <= mostRefused)
    const best = allowed.at(-1)
    if (!best) continue
    const { refused, foundUnknown } = summary(best.figures)
    console.log(
      `\n${enrolled}: at a share of ${best.unknownShare}, ${percent(refused)} of the known voices' time is refused and ` +
        `${percent(foundUnknown)} of the stranger's is called unknown.`,
    )
  }
  for (const { labels, seconds: taken } of speeds) {
    console.log(`\nAn hour against ${labels} labels: ${taken.toFixed(1)} s of one core.`)
  }
}
