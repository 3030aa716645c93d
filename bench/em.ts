import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { DiagonalExpectation } from '../src/mixture/diagonalExpectation'
import type { Expectation } from '../src/mixture/expectation'
import { expectationOf } from '../src/mixture/expectationOf'
import type { Frames } from '../src/mixture/frames'
import type { GaussianMixture } from '../src/mixture/gaussianMixture'
import { plainKernel, relaxedKernel } from '../src/mixture/kernel/diagonalKernel.wasm'
import { instantiate } from '../src/mixture/kernel/loadKernel'
import { maximize } from '../src/mixture/maximization'
import { seededRandom } from '../src/mixture/random'
import { SufficientStatistics } from '../src/mixture/sufficientStatistics'

const iterations = 20
const rounds = 3
const frameCount = 50_000
const shapes = [
  { dimensions: 13, components: 16 },
  { dimensions: 13, components: 64 },
  { dimensions: 39, components: 16 },
  { dimensions: 39, components: 64 },
]

interface Timed {
  readonly seconds: number
  readonly lowerBound: number
}

interface Contestant {
  readonly name: string
  /** The lower bound after all iterations must agree with scikit-learn's to this, or the times would compare different work. */
  readonly agreement: number
  readonly expectationOf: (mixture: GaussianMixture) => Expectation
}

/**
 * Expectation maximization beside scikit-learn in the same run: 50,000 frames of 13 and 39 columns, the same start, 20
 * iterations, in turns, the quickest of 60 iterations each, so that other work on the machine counts little. Prints
 * milliseconds an iteration of one thread of Cepstra, and how many times as long scikit-learn takes with one thread and
 * with all (above 1: Cepstra is faster): training runs one mixture a core, so the first is the fair comparison. Where
 * Python's scikit-learn is missing it says so and prints Cepstra's times alone.
 */
export default async function benchEm(): Promise<void> {
  const contestants = contestantsHere()
  const threadCounts = scikitLearnIsHere() ? [1, availableParallelism()] : []
  if (threadCounts.length === 0) console.log('scikit-learn is not installed here (Debian: python3-sklearn)')
  console.log(`${frameCount} frames, diagonal: milliseconds an iteration, quickest of ${rounds * iterations}`)
  for (const { dimensions, components } of shapes) {
    const frames = spokenLikeFrames(components, dimensions)
    const start = startFrom(frames, components)
    const own = new Map<Contestant, Timed>()
    const others = new Map<number, Timed & { version: string }>()
    for (let round = 0; round < rounds; round++) {
      for (const contestant of contestants)
        own.set(contestant, quicker(own.get(contestant), cepstra(contestant, frames, start)))
      for (const threads of threadCounts) {
        others.set(threads, quicker(others.get(threads), scikitLearn(frames, components, start, threads)))
      }
    }
    console.log(`D=${dimensions} K=${components}`)
    for (const [threads, { seconds, version }] of others) {
      console.log(
        `  ${`scikit-learn ${version}, ${threads} BLAS threads`.padEnd(36)} ${(1000 * seconds).toFixed(2).padStart(8)}`,
      )
    }
    for (const [{ name, agreement }, { seconds, lowerBound }] of own) {
      const ratios = [...others].map(([threads, other]) => {
        if (Math.abs(other.lowerBound - lowerBound) > agreement * Math.abs(lowerBound)) {
          throw new Error(`The programs disagree: lower bounds ${lowerBound} (${name}) and ${other.lowerBound}`)
        }
        return `${(other.seconds / seconds).toFixed(2)} x over ${threads}`
      })
      console.log(`  ${name.padEnd(36)} ${(1000 * seconds).toFixed(2).padStart(8)}   ${ratios.join(', ')}`)
    }
  }
}

/** Every build of the kernel that runs here in either precision, and the plain TypeScript that they stand in for. */
function contestantsHere(): Contestant[] {
  // Newer runtimes have relaxed SIMD without being asked, and no such flag.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')
  const builds = [
    ['plain SIMD', instantiate(plainKernel)],
    ['relaxed SIMD', instantiate(relaxedKernel)],
  ] as const
  return [
    {
      name: 'Cepstra, TypeScript float64',
      agreement: 1e-8,
      expectationOf: (mixture) => new DiagonalExpectation(mixture),
    },
    ...(['float64', 'float32'] as const).flatMap((precision) =>
      builds.flatMap(([build, kernel]): Contestant[] =>
        kernel === null
          ? []
          : [
              {
                name: `Cepstra, ${build} ${precision}`,
                agreement: precision === 'float64' ? 1e-8 : 1e-6,
                expectationOf: (mixture) => expectationOf(mixture, precision, kernel),
              },
            ],
      ),
    ),
  ]
}

function quicker<T extends Timed>(former: T | undefined, next: T): T {
  return former && former.seconds < next.seconds ? former : next
}

/** The iterations of a fit without what surrounds them. */
function cepstra(contestant: Contestant, frames: Frames, start: Start): Timed {
  const { count, dimensions } = frames
  const componentCount = start.weights.length
  let mixture: GaussianMixture = { covarianceType: 'diag', componentCount, dimensions, ...start }
  let seconds = Infinity
  let lowerBound = NaN
  for (let iteration = 0; iteration < iterations; iteration++) {
    const begin = performance.now()
    const statistics = new SufficientStatistics(componentCount, mixture.means)
    contestant.expectationOf(mixture).accumulate(frames, 0, count, statistics)
    mixture = maximize(statistics, mixture, { regCovar: 1e-6, varianceFloor: null })
    seconds = Math.min(seconds, (performance.now() - begin) / 1000)
    lowerBound = statistics.logLikelihood / count
  }
  return { seconds, lowerBound }
}

type Start = { weights: Float64Array; means: Float64Array; covariances: Float64Array }

/** Broad clusters that overlap, as cepstral frames do: most frames have several components with a share in them. */
function spokenLikeFrames(seed: number, dimensions: number): Frames {
  const random = seededRandom(seed)
  const clusters = 40
  const centers = Float64Array.from({ length: clusters * dimensions }, () => 1.5 * random.normal())
  const data = new Float32Array(frameCount * dimensions)
  for (let i = 0; i < frameCount; i++) {
    const center = random.index(clusters) * dimensions
    for (let j = 0; j < dimensions; j++) data[i * dimensions + j] = centers[center + j] + random.normal()
  }
  return { data, count: frameCount, dimensions }
}

function startFrom(frames: Frames, components: number): Start {
  const random = seededRandom(7)
  const { dimensions } = frames
  const means = new Float64Array(components * dimensions)
  for (let k = 0; k < components; k++) {
    const from = random.index(frames.count) * dimensions
    means.set(frames.data.subarray(from, from + dimensions), k * dimensions)
  }
  return {
    weights: new Float64Array(components).fill(1 / components),
    means,
    covariances: new Float64Array(components * dimensions).fill(3),
  }
}

const program = `
import json, os, sys, time, warnings
warnings.simplefilter("ignore")
import numpy, sklearn
from sklearn.mixture import GaussianMixture
folder, n, d, k, iterations = sys.argv[1], *map(int, sys.argv[2:])
read = lambda name, dtype, shape: numpy.fromfile(os.path.join(folder, name), dtype).reshape(shape)
x = read("frames", "<f4", (n, d)).astype(float)
weights, means, variances = read("weights", "<f8", k), read("means", "<f8", (k, d)), read("covariances", "<f8", (k, d))

class Timed(GaussianMixture):
    # scikit-learn runs k-means even when every parameter is given; the clock must not count that.
    def _initialize_parameters(self, X, random_state):
        self._initialize(X, numpy.full((n, k), 1 / k))
        self.begin, self.seconds = time.perf_counter(), float("inf")
    def _compute_lower_bound(self, log_resp, log_prob_norm):
        now = time.perf_counter()
        self.begin, self.seconds = now, min(self.seconds, now - self.begin)
        return super()._compute_lower_bound(log_resp, log_prob_norm)

fit = Timed(k, covariance_type="diag", weights_init=weights, means_init=means, precisions_init=1 / variances,
            max_iter=iterations, tol=0.0).fit(x)
assert fit.n_iter_ == iterations
print(json.dumps({"seconds": fit.seconds, "lowerBound": fit.lower_bound_, "version": sklearn.__version__}))
`

const python = '/usr/bin/python3'

function scikitLearnIsHere(): boolean {
  return spawnSync(python, ['-c', 'import sklearn']).status === 0
}

function scikitLearn(frames: Frames, components: number, start: Start, threads: number): Timed & { version: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  try {
    writeFileSync(join(folder, 'frames'), frames.data)
    for (const name of ['weights', 'means', 'covariances'] as const) writeFileSync(join(folder, name), start[name])
    const sizes = [frames.count, frames.dimensions, components, iterations].map(String)
    const run = spawnSync(python, ['-c', program, folder, ...sizes], {
      encoding: 'utf8',
      env: { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
    })
    if (run.status !== 0) throw new Error(`scikit-learn failed: ${run.stderr}`)
    return JSON.parse(run.stdout) as Timed & { version: string }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
