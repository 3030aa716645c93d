import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { GaussianMixture } from '../../src/mixture/gaussianMixture'
import type { Precision } from '../../src/mixture/precision'
import type { SpeechFrames } from './speechFrames'

/** Debian's own interpreter: the one that its package python3-sklearn belongs to. */
const python = '/usr/bin/python3'
const program = join(import.meta.dirname, 'scikitLearn.py')

/** What a job took and came to: the last lower bound, the inertia, or the mean log-likelihood of a frame. */
export interface PeerAnswer {
  readonly seconds: number
  readonly result: number
  /** 1 for a pass of scoring. */
  readonly iterations: number
}

/** scikit-learn in processes that stay, one for each number of threads. */
export interface ScikitLearn {
  readonly version: string
  /** The processor that its BLAS chose its loops for. */
  readonly blas: string
  readonly threadCounts: readonly number[]
  load(name: string, frames: SpeechFrames): Promise<void>
  run(threads: number, job: PeerJob): Promise<PeerAnswer>
  close(): void
}

export type PeerJob = { readonly frames: string; readonly precision: Precision } & (
  | ({ readonly work: 'em' | 'score'; readonly iterations: number } & PlainMixture)
  | {
      readonly work: 'kmeans'
      readonly centers: readonly number[]
      readonly iterations: number
      readonly tolerance: number
    }
  | { readonly work: 'fit'; readonly components: number; readonly covariance: 'diag'; readonly seed: number }
)

interface PlainMixture {
  readonly covariance: string
  readonly weights: readonly number[]
  readonly means: readonly number[]
  readonly covariances: readonly number[]
}

/** A mixture as it is sent to the other side. */
export function plainMixture({ covarianceType, weights, means, covariances }: GaussianMixture): PlainMixture {
  return { covariance: covarianceType, weights: [...weights], means: [...means], covariances: [...covariances] }
}

/** Starts the processes; null, after a word about it, where this machine has no scikit-learn. */
export async function startScikitLearn(threadCounts: readonly number[]): Promise<ScikitLearn | null> {
  if (spawnSync(python, ['-c', 'import sklearn, threadpoolctl']).status !== 0) {
    console.error('scikit-learn is not installed here (Debian: python3-sklearn), so these are our times alone.')
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  const processes = new Map(threadCounts.map((threads) => [threads, new Peer(threads)]))
  const [first] = processes.values()
  const { version, blas } = (await first.ask({ work: 'version' })) as { version: string; blas: string }
  return {
    version,
    blas,
    threadCounts,
    async load(name, { data, count, dimensions }) {
      const path = join(folder, name)
      writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      for (const peer of processes.values()) await peer.ask({ work: 'load', frames: name, path, count, dimensions })
      rmSync(path)
    },
    async run(threads, job) {
      return (await processes.get(threads)!.ask(job)) as PeerAnswer
    },
    close() {
      for (const peer of processes.values()) peer.end()
      rmSync(folder, { recursive: true })
    },
  }
}

/** One Python process, asked one thing at a time. */
class Peer {
  readonly #process: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(threads: number) {
    this.#process = spawn(python, [program], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
    })
    // A process that ended is met where its answer is missing.
    this.#process.stdin!.on('error', () => undefined)
    this.#lines = createInterface(this.#process.stdout!)[Symbol.asyncIterator]()
  }

  async ask(job: object): Promise<unknown> {
    this.#process.stdin!.write(`${JSON.stringify(job)}\n`)
    const line = await this.#lines.next()
    if (line.done) throw new Error('scikit-learn ended before it answered; what it said stands above.')
    return JSON.parse(line.value)
  }

  end(): void {
    this.#process.stdin!.end()
  }
}
