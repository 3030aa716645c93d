// `npm run fuzz [-- --count N --seed N --format flac,mp3 --first N --processes N]`: decodes mutated files until the
// count is reached. Each that brings the decoders down, keeps them longer than 5 s, takes more than 500 MB or is
// answered by anything but sound or a clear error is kept in test-results/fuzz/, with the command that makes it again.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { root } from './run.mjs'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    format: { type: 'string', default: '' },
    first: { type: 'string', default: '0' },
    processes: { type: 'string', default: '2' },
  },
})
const { count, seed, first, processes } = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, Number(value)]),
)
if (![count, seed, first, processes].every((value) => Number.isInteger(value) && value >= 0) || processes === 0) {
  console.error('--count, --seed, --first and --processes take whole numbers.')
  process.exit(1)
}

const { module } = await runnerImport(join(root, 'test/fuzz/fuzz.ts'), { configFile: false, root, logLevel: 'warn' })
let toldAt = performance.now()
const { endings, failures, slowest, peakMegabytes, restarts, seconds } = await module.fuzz({
  seed,
  first,
  count,
  formats: values.format.split(',').filter(Boolean),
  processes,
  failuresFolder: join(root, 'test-results/fuzz'),
  onProgress(done, failed) {
    if (performance.now() - toldAt < 10_000) return
    toldAt = performance.now()
    console.log(`${done} of ${count}, ${failed} failed`)
  },
})

const format = values.format ? ` --format ${values.format}` : ''
for (const { index, ended, path, story } of failures) {
  console.log(`\nMutant ${index}: ${ended}`)
  for (const line of story) console.log(`  ${line}`)
  console.log(`  kept as ${path}`)
  console.log(`  again: npm run fuzz -- --seed ${seed} --first ${index} --count 1${format}`)
}
console.log(`\n${count} mutants in ${seconds.toFixed(0)} s, ${failures.length} failed`)
for (const [ending, times] of [...endings].sort((a, b) => b[1] - a[1])) console.log(`  ${ending}: ${times}`)
console.log(`slowest: mutant ${slowest.index}, ${slowest.milliseconds.toFixed(0)} ms of the processor`)
if (restarts > 0) console.log(`fresh processes that did well where a used one did not: ${restarts}`)
console.log(`most memory of a process: ${peakMegabytes.toFixed(0)} MB`)
process.exitCode = failures.length > 0 ? 1 : 0
