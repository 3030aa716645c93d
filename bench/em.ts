import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { compareRow, type ComparedRow } from './mixture/compareRow'
import { comparisonTable } from './mixture/comparisonTable'
import { machine } from './mixture/machine'
import { openThreads } from './mixture/ownWork'
import { peakRates } from './mixture/peakRates'
import { hasRelaxedSimd, hasRelaxedSimdUnasked, withoutAsking } from './mixture/fusedMultiplyAdds'
import { allWork } from './mixture/rowWork'
import { startScikitLearn } from './mixture/scikitLearn'
import { speechFrames, speechFramesAre } from './mixture/speechFrames'

const bothCores = 2

/**
 * Expectation maximization, k-means and scoring beside scikit-learn in one run: the same frames, the same start, 20
 * iterations, all sides in turns, medians, both cores on both sides. What both come to is compared before the times.
 *
 * The kernel without fused multiply-adds is measured beside the other one, in a process of its own. Options: `--json`
 * prints one JSON document and nothing else on stdout; `--rounds N` takes medians of N runs instead of 5; `--scale X`
 * takes X times as many frames; `--alone` leaves scikit-learn out; `--work` takes `em`, `kmeans` or `score` alone.
 */
export default async function em(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      scale: { type: 'string', default: '1' },
      alone: { type: 'boolean', default: false },
      work: { type: 'string' },
    },
  })
  const relaxed = hasRelaxedSimd()
  const peak = await peakRates(bothCores, relaxed)
  const peer = values.alone ? null : await startScikitLearn([1, bothCores])
  const rows: ComparedRow[] = []
  const threads = openThreads(bothCores)
  try {
    for (const work of allWork(Number(values.scale))) {
      if (values.work && values.work !== work.work) continue
      console.error(`${work.work}, ${work.covariance ?? 'centers'}, D = ${work.dims}, K = ${work.components} ...`)
      const frames = await speechFrames(work.frames, work.dims)
      rows.push(...(await compareRow(work, frames, { threads, peer, peak, rounds: Number(values.rounds) })))
    }
  } finally {
    threads.close()
    peer?.close()
  }
  const plain = relaxed ? await plainRows(options) : []
  if (values.json) {
    const facts = { ...machine(), threads: bothCores, simd: relaxed ? 'relaxed' : 'plain', peakMillionsPerSecond: peak }
    const about = { scikitLearn: peer && { version: peer.version, blas: peer.blas }, data: speechFramesAre }
    const withPlain = rows.map((row, index) => ({ ...row, plainMsPerIteration: plain[index]?.msPerIteration ?? null }))
    process.stdout.write(`${JSON.stringify({ machine: { ...facts, ...about }, rows: withPlain }, null, 2)}\n`)
    return
  }
  console.log(`Frames: ${speechFramesAre}.`)
  console.log(
    `${relaxed ? 'Relaxed' : 'Plain'} SIMD, ${bothCores} threads, medians of ${values.rounds}` +
      (peer
        ? `; scikit-learn ${peer.version} on float64 frames, BLAS for ${peer.blas}, the better of 1 and 2 threads.`
        : '.'),
  )
  for (const [precision, { multiplyAdds, exponentials }] of Object.entries(peak)) {
    const billions = (millions: number) => (millions / 1000).toFixed(1)
    console.log(
      `Limit in ${precision}: ${billions(multiplyAdds)} G multiply-adds/s, ${billions(exponentials)} G exponentials/s.`,
    )
  }
  console.log(`\n${comparisonTable(rows, plain)}`)
}

/** The same rows from a process that did not ask for relaxed SIMD; none where runtimes have it without being asked. */
async function plainRows(options: readonly string[]): Promise<readonly ComparedRow[]> {
  if (hasRelaxedSimdUnasked) return []
  console.error('the same without fused multiply-adds ...')
  const program = `
    const { module } = await (await import('vite')).runnerImport(${JSON.stringify(import.meta.filename)}, { configFile: false })
    await module.default(${JSON.stringify([...options, '--alone', '--json'])})`
  const child = spawn(process.execPath, ['--import', withoutAsking, '--input-type=module', '--eval', program], {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { rows } = JSON.parse(await text(child.stdout)) as { rows: ComparedRow[] }
  return rows
}
