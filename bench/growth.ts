import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fitMixture } from '../src/mixture/expectationMaximization'
import type { Precision } from '../src/mixture/precision'
import type { FrameThreads } from '../src/mixture/threads/frameThreads'
import { shareFrames } from '../src/mixture/threads/shareableSource'
import { growthChart, type GrowthPoint } from './mixture/growthChart'
import { machine } from './mixture/machine'
import { median } from './mixture/median'
import { openThreads } from './mixture/ownWork'
import { hasRelaxedSimd } from './mixture/fusedMultiplyAdds'
import { speechFrames, speechFramesAre, type SpeechFrames } from './mixture/speechFrames'
import { startParameters } from './mixture/startParameters'

const usual = { frames: 100_000, components: 32, dims: 13 }
const growing = {
  frames: [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000],
  components: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  dims: [1, 2, 4, 8, 13, 20, 39, 60, 80],
} as const

const precisions = ['float32', 'float64'] as const
const rounds = 3

/** A run takes at least so many milliseconds, or 2 iterations. */
const shortestRun = 150

/**
 * How the time of an iteration grows with the frames, the components and the columns, each by itself, with one worker
 * and with two. Prints a table and draws bench/growth.svg. `--json` prints the points; `--most N` leaves out what has
 * more frames.
 */
export default async function growth(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: { json: { type: 'boolean', default: false }, most: { type: 'string', default: '10000000' } },
  })
  const simd = hasRelaxedSimd() ? 'relaxed' : 'plain'
  const teams = [openThreads(1), openThreads(2)]
  const points: GrowthPoint[] = []
  try {
    for (const what of ['frames', 'components', 'dims'] as const) {
      for (const size of growing[what]) {
        const sizes = { ...usual, [what]: size }
        if (sizes.frames > Number(values.most)) continue
        console.error(`${what} ${size} ...`)
        const frames = await speechFrames(sizes.frames, sizes.dims)
        for (const precision of precisions) {
          for (const [index, msPerIteration] of iterationTimes(frames, sizes.components, teams, precision).entries()) {
            points.push({ growing: what, ...sizes, workers: index + 1, precision, msPerIteration })
          }
        }
      }
    }
  } finally {
    for (const team of teams) team.close()
  }
  const chart = join(import.meta.dirname, 'growth.svg')
  writeFileSync(chart, growthChart(points))
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ machine: { ...machine(), simd, data: speechFramesAre }, points }, null, 2)}\n`,
    )
    return
  }
  console.log(
    `Diagonal covariances, ${simd} SIMD, milliseconds an iteration, medians of ${rounds}; drawn in ${chart}.\n`,
  )
  console.log('| N | K | D | float32, 1 worker | 2 workers | float64, 1 worker | 2 workers |')
  console.log('| --- | --- | --- | --- | --- | --- | --- |')
  for (const one of points.filter(({ workers, precision }) => workers === 1 && precision === 'float32')) {
    const same = points.filter((point) => {
      return (['growing', 'frames', 'components', 'dims'] as const).every((key) => point[key] === one[key])
    })
    const sizes = [one.frames.toLocaleString('en-US'), one.components, one.dims]
    console.log(`| ${[...sizes, ...same.map(({ msPerIteration }) => rounded(msPerIteration))].join(' | ')} |`)
  }
}

/** The median milliseconds of an iteration by each team, in turns. */
function iterationTimes(
  frames: SpeechFrames,
  components: number,
  teams: readonly FrameThreads[],
  precision: Precision,
): number[] {
  const start = startParameters(frames, components, 'diag')
  const source = shareFrames(frames)
  const run = (team: FrameThreads, maxIterations: number): number => {
    const begin = performance.now()
    fitMixture(team.passesOver(source), { components, initialization: start, maxIterations, tolerance: 0, precision })
    return (performance.now() - begin) / maxIterations
  }
  const iterations = teams.map((team) => {
    run(team, 1)
    return Math.max(2, Math.ceil(shortestRun / run(team, 2)))
  })
  const times = Array.from({ length: rounds }, () => teams.map((team, index) => run(team, iterations[index])))
  return teams.map((_, index) => median(times.map((round) => round[index])))
}

function rounded(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)
}
