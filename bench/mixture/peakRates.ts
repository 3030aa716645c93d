import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { main } from 'assemblyscript/asc'
import type { Precision } from '../../src/mixture/precision'

/** Millions a second, of all threads together. */
export interface PeakRates {
  readonly multiplyAdds: number
  readonly exponentials: number
}

/**
 * What WebAssembly's 128-bit SIMD can reach here with `threads` threads at once: multiply-adds from registers and
 * exponentials from the first cache, the best of several tries. `relaxed` takes fused multiply-adds, which the runtime
 * must know.
 */
export async function peakRates(threads: number, relaxed: boolean): Promise<Record<Precision, PeakRates>> {
  const module = await WebAssembly.compile(await compiled(relaxed))
  const start = new Int32Array(new SharedArrayBuffer(4))
  const each = await Promise.all(
    Array.from({ length: threads }, () => {
      return new Promise<Record<Precision, PeakRates>>((resolve, reject) => {
        const worker = new Worker(measuring, { eval: true, execArgv: [], workerData: { module, start, threads } })
        worker.once('message', resolve)
        worker.once('error', reject)
      })
    }),
  )
  const total = (precision: Precision): PeakRates => ({
    multiplyAdds: each.reduce((sum, rates) => sum + rates[precision].multiplyAdds, 0),
    exponentials: each.reduce((sum, rates) => sum + rates[precision].exponentials, 0),
  })
  return { float32: total('float32'), float64: total('float64') }
}

async function compiled(relaxed: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const source = readFileSync(join(import.meta.dirname, 'peakRates.as'), 'utf8')
  let binary: Uint8Array<ArrayBuffer> | null = null
  const { error, stderr } = await main(
    [
      ...['peakRates.ts', '--outFile=peakRates.wasm', '-O3', '--noAssert', '--runtime=stub', '--initialMemory=1'],
      ...['--enable=simd', ...(relaxed ? ['--enable=relaxed-simd'] : [])],
    ],
    {
      // The compiler takes its own extension only for .ts, which every other tool here would take for TypeScript.
      readFile: (name) => (name === 'peakRates.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) binary = contents as Uint8Array<ArrayBuffer>
      },
      listFiles: () => [],
    },
  )
  if (error || binary === null) throw new Error(`The probe does not compile:\n${stderr.toString()}`)
  return binary
}

/** Runs in each thread: waits until all are there, then measures the same things at the same time. */
const measuring = `
const { parentPort, workerData: { module, start, threads } } = require('node:worker_threads')
const { exports } = new WebAssembly.Instance(module)
const best = (work, rounds, perRound) => {
  let quickest = Infinity
  for (let i = 0; i < 60; i++) {
    const begin = performance.now()
    work(rounds)
    quickest = Math.min(quickest, performance.now() - begin)
  }
  return (rounds * perRound) / quickest / 1000
}
const numbers = { float32: new Float32Array(exports.memory.buffer, 0, 4096), float64: new Float64Array(exports.memory.buffer, 0, 2048) }
const exponentials = (precision, work) => {
  const values = numbers[precision]
  for (let i = 0; i < values.length; i++) values[i] = -(i % 40)
  return best(work, 4000, values.length)
}
for (let i = 0; i < 20; i++) { exports.multiplyAdds32(10000); exports.multiplyAdds64(10000); exports.exponentials32(10); exports.exponentials64(10) }
Atomics.add(start, 0, 1)
while (Atomics.load(start, 0) < threads);
parentPort.postMessage({
  float32: { multiplyAdds: best(exports.multiplyAdds32, 4e6, 48), exponentials: exponentials('float32', exports.exponentials32) },
  float64: { multiplyAdds: best(exports.multiplyAdds64, 4e6, 24), exponentials: exponentials('float64', exports.exponentials64) },
})
`
