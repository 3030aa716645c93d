import { parseArgs } from 'node:util'
import { clusterSpeech } from '../src/recognition/clustering/clusterSpeech'
import { shuffle } from '../src/recognition/shuffle'
import { clusterAgreement } from '../src/recognition/figures/clusterAgreement'
import {
  conversation,
  digitsAbsent,
  digitsFolder,
  digitVoices,
  takesFrom,
} from '../test/recognition/clustering/conversations'
import { asRecording, diarized } from '../test/recognition/clustering/diarized'

const methods = ['merging', 'occupancy'] as const
const seeds = [0, 1, 2, 3, 4]
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8)

/**
 * Voices without labels, on the Free Spoken Digit Dataset by the default recipe: the diarization error rate of
 * conversations of 2, 3 and 4 voices that take turns of 2 to 6 s, 60 and 120 s long, from 5 seeds; and whole recordings
 * of 3 s, 10 of each of 6 voices. With the number of clusters left to the method, and told. `--seconds 60` takes a third of the
 * time, `--seconds none` leaves conversations out.
 */
export default async function diarization(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...options], options: { seconds: { type: 'string', default: '60,120' } } })
  if (digitsAbsent) {
    console.error(`Left out: there is no ${digitsFolder}. Set CEPSTRA_TEST_DATA to the folder that holds fsdd.`)
    return
  }
  for (const method of methods) await folder(method)
  console.log(
    'error: diarization error rate with a collar of 0.25 s, (strict: without), of which missed, false, confused',
  )
  const lengths = values.seconds === 'none' ? [] : values.seconds.split(',').map(Number)
  for (const seconds of lengths) for (const method of methods) await conversations(seconds, method)
}

async function conversations(seconds: number, method: (typeof methods)[number]): Promise<void> {
  for (const count of [2, 3, 4]) {
    for (const told of [false, true]) {
      const results: ReturnType<typeof diarized>[] = []
      for (const seed of seeds) {
        const voices = shuffle(digitVoices, seed).slice(0, count)
        const talk = await conversation({ voices, seconds, takes: takesFrom(0, 20), seed })
        results.push(diarized(talk, { method, unit: 'segments', clusters: told ? count : 'auto', seed: 0 }))
      }
      const total = (pick: (result: (typeof results)[number]) => number): number =>
        results.reduce((sum, result) => sum + pick(result), 0)
      const scored = total(({ error }) => error.scoredSeconds)
      const rate = total(({ error }) => error.missedSeconds + error.falseAlarmSeconds + error.confusedSeconds) / scored
      const strict = total((result) => result.strict.rate) / results.length
      const found = results.map(({ clusterCount }) => clusterCount).join(' ')
      console.log(
        `${method.padEnd(9)}  ${seconds} s  ${count} voices  ${told ? 'told ' : 'found'} ${found}:` +
          ` error ${percent(rate)} (strict ${percent(strict)}),` +
          ` missed ${percent(total(({ error }) => error.missedSeconds) / scored)}` +
          ` false ${percent(total(({ error }) => error.falseAlarmSeconds) / scored)}` +
          ` confused ${percent(total(({ error }) => error.confusedSeconds) / scored)}`,
      )
    }
  }
}

async function folder(method: (typeof methods)[number]): Promise<void> {
  const voices: string[] = []
  const recordings = []
  for (const [seed, voice] of digitVoices.entries()) {
    for (let part = 0; part < 10; part++) {
      const talk = await conversation({
        ...{ voices: [voice], seconds: 3, turnSeconds: [3, 3], takes: takesFrom(2 * part, 2), seed },
      })
      recordings.push(asRecording(talk).recording)
      voices.push(voice)
    }
  }
  for (const clusters of ['auto', digitVoices.length] as const) {
    const options = { method, unit: 'recordings', clusters, seed: 0, hopSeconds: 0.01 } as const
    const { clusterCount, stretches } = clusterSpeech(recordings, options)
    const { purity, adjustedRandIndex } = clusterAgreement(
      voices,
      stretches.map(({ cluster }) => cluster),
    )
    console.log(
      `${method.padEnd(9)}  ${recordings.length} recordings of ${digitVoices.length} voices, ${clusters === 'auto' ? 'found' : 'told'} ` +
        `${clusterCount}: purity ${percent(purity)}, adjusted Rand index ${adjustedRandIndex.toFixed(3)}`,
    )
  }
}
