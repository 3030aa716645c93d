import { parseArgs } from 'node:util'
import { densitiesOf } from '../src/mixture/componentDensities'
import { fitMixture } from '../src/mixture/expectationMaximization'
import { checkFrames } from '../src/mixture/frames'
import type { FrameThreads } from '../src/mixture/threads/frameThreads'
import { shareFrames, sharedFloat64 } from '../src/mixture/threads/shareableSource'
import { machine } from './mixture/machine'
import { median } from './mixture/median'
import { openThreads, toEnd } from './mixture/ownWork'
import { hasRelaxedSimd } from './mixture/fusedMultiplyAdds'
import { startScikitLearn, type PeerAnswer } from './mixture/scikitLearn'
import { speechFrames, speechFramesAre, type SpeechFrames } from './mixture/speechFrames'

const components = 32
const bothCores = 2

/**
 * A whole fit with nothing but the number of components said (32), of 200,000 frames of 13 columns, beside
 * scikit-learn's defaults: the mean log-likelihood of a frame under the fitted mixture, and the seconds that it took from
 * the frames in memory, both as medians over 10 seeds. `--json`, `--seeds N` and `--frames N` as they say.
 */
export default async function defaultFit(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '10' },
      frames: { type: 'string', default: '200000' },
    },
  })
  const simd = hasRelaxedSimd() ? 'relaxed' : 'plain'
  const frames = await speechFrames(Number(values.frames), 13)
  const threads = openThreads(bothCores)
  const peer = await startScikitLearn([1, bothCores])
  const fits = new Map<string, PeerAnswer[]>()
  const keep = (who: string, answer: PeerAnswer) => fits.set(who, [...(fits.get(who) ?? []), answer])
  try {
    await peer?.load('frames', frames)
    ownFit(frames, threads, 0)
    for (let seed = 0; seed < Number(values.seeds); seed++) {
      console.error(`seed ${seed} ...`)
      keep('Cepstra', ownFit(frames, threads, seed))
      for (const count of peer?.threadCounts ?? []) {
        const job = {
          work: 'fit',
          frames: 'frames',
          precision: 'float64',
          components,
          covariance: 'diag',
          seed,
        } as const
        keep(`scikit-learn ${peer!.version}, ${count} threads`, await peer!.run(count, job))
      }
    }
  } finally {
    threads.close()
    peer?.close()
  }
  const rows = [...fits].map(([who, answers]) => ({
    who,
    seconds: median(answers.map((answer) => answer.seconds)),
    logLikelihood: median(answers.map((answer) => answer.result)),
    lowest: Math.min(...answers.map((answer) => answer.result)),
    highest: Math.max(...answers.map((answer) => answer.result)),
    iterations: median(answers.map((answer) => answer.iterations)),
  }))
  const [own, ...others] = rows
  const ratio = others.length > 0 ? Math.min(...others.map(({ seconds }) => seconds)) / own.seconds : null
  if (values.json) {
    const about = { ...machine(), threads: bothCores, simd, data: speechFramesAre }
    process.stdout.write(
      `${JSON.stringify({ machine: about, frames: frames.count, components, rows, ratio }, null, 2)}\n`,
    )
    return
  }
  console.log(`Frames: ${speechFramesAre}.`)
  console.log(`${frames.count} frames x 13, K = ${components}, medians over ${values.seeds} seeds, ${simd} SIMD\n`)
  console.log(
    '| program | seconds | mean log-likelihood | lowest to highest | iterations |\n| --- | --- | --- | --- | --- |',
  )
  for (const { who, seconds, logLikelihood, lowest, highest, iterations } of rows) {
    const range = `${lowest.toFixed(4)} to ${highest.toFixed(4)}`
    console.log(`| ${who} | ${seconds.toFixed(2)} | ${logLikelihood.toFixed(4)} | ${range} | ${iterations} |`)
  }
  if (ratio !== null) console.log(`\nIn 1 / ${ratio.toFixed(1)} of the time of the faster one.`)
}

/** The clock counts the check of the frames as scikit-learn's does, and not the score that follows. */
function ownFit(frames: SpeechFrames, threads: FrameThreads, seed: number): PeerAnswer {
  const begin = performance.now()
  checkFrames(frames)
  const passes = threads.passesOver(shareFrames(frames))
  const { mixture, lowerBounds } = fitMixture(passes, { components, seed })
  const seconds = (performance.now() - begin) / 1000
  const out = sharedFloat64(frames.count)
  const sums = toEnd(passes.sums({ kind: 'score', densities: densitiesOf(mixture), precision: 'float64', out }))
  return { seconds, result: sums[0] / frames.count, iterations: lowerBounds.length }
}
