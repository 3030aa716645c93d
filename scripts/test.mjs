// `npm test`: sets up what the tests need, runs every check even when one fails, and counts them all. With names, such
// as `npm test -- types unit`, only those parts.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { obtainChromium } from './chromium.mjs'
import { root, run } from './run.mjs'

const tool = (path) => join(root, 'node_modules', path)
const scratch = mkdtempSync(join(tmpdir(), 'cepstra-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const skipped = []
let chromium = { path: null, reason: null }

function report(good, name, detail, seconds, output) {
  const time = seconds === undefined ? '' : ` (${seconds.toFixed(1)} s)`
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name}${detail ? `: ${detail}` : ''}${time}`)
  if (!good && output) console.log(`${output.trimEnd()}\n`)
}

async function builds() {
  const startedAt = performance.now()
  const failure = await build()
  total[failure ? 'failed' : 'passed'] += 1
  report(!failure, 'build', 'everything that runs, into out/', (performance.now() - startedAt) / 1000, failure)
}

function check(name, detail, file, args) {
  return async () => {
    const result = await run(process.execPath, [tool(file), ...args], { limitSeconds: 300 })
    const good = result.status === 0
    total[good ? 'passed' : 'failed'] += 1
    report(good, name, detail, result.seconds, result.text)
  }
}

async function vitest(name, args, { list = false, limitSeconds = 600 } = {}) {
  const counts = join(scratch, `${name.replaceAll(' ', '-')}.json`)
  const command = list
    ? ['list', `--json=${counts}`]
    : ['run', '--reporter=default', `--reporter=${join(root, 'scripts/countingReporter.mjs')}`]
  const result = await run(process.execPath, [tool('vitest/vitest.mjs'), ...command, ...args], {
    env: {
      CI: process.env.CI ?? 'true',
      NO_COLOR: '1',
      CEPSTRA_TEST_COUNTS: counts,
      ...(chromium.path ? { CEPSTRA_CHROMIUM: chromium.path } : {}),
    },
    limitSeconds,
  })
  return { ...result, counts: existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : null }
}

function tests(name, args, limits) {
  return async () => {
    const { status, counts, seconds, text } = await vitest(name, args, limits)
    const { passed, failed, skipped: left } = counts ?? { passed: 0, failed: 0, skipped: [] }
    // A run that ended badly without a failed test to show for it is a failure of its own, and so is an empty one.
    const lost = failed === 0 && (status !== 0 || passed + left.length === 0) ? 1 : 0
    total.passed += passed
    total.failed += failed + lost
    total.skipped += left.length
    for (const test of left) skipped.push(`${test.file}: ${test.name}${test.reason ? ` (${test.reason})` : ''}`)
    const detail = `${passed} passed, ${failed + lost} failed, ${left.length} skipped`
    report(failed + lost === 0, name, detail, seconds, text)
    // Which program the desktop tests ran in decides what they are worth.
    const host = /^desktop host: .*$/m.exec(text)
    if (host) console.log(`     ${host[0]}`)
  }
}

function testsInChromium(name, args) {
  const withChromium = tests(name, args)
  return async () => {
    if (chromium.path) return withChromium()
    const { counts } = await vitest(name, args, { list: true })
    // What holds no tests, or cannot be listed, is broken and not skipped.
    if (!counts?.length) return withChromium()
    total.skipped += counts.length
    skipped.push(`all ${counts.length} of the ${name} tests (${chromium.reason})`)
    console.log(`skip ${name}: ${chromium.reason}`)
  }
}

const rules = 'test/architecture.test.ts'
const parts = new Map([
  ['build', builds],
  ['types', check('types', 'tsc', 'typescript/bin/tsc', ['--noEmit'])],
  ['eslint', check('eslint', '', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0'])],
  ['prettier', check('prettier', '', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])],
  ['knip', check('knip', 'nothing unused', 'knip/bin/knip.js', ['--no-progress'])],
  ['imports', tests('imports', ['--project', 'unit', rules])],
  ['unit', tests('unit', ['--project', 'unit', '--exclude', rules])],
  ['pipeline', tests('pipeline', ['--project', 'pipeline'])],
  ['page', testsInChromium('page', ['--project', 'page'])],
  ['desktop', testsInChromium('desktop', ['--project', 'desktop'])],
])
const needBuild = ['pipeline', 'page', 'desktop']
const needChromium = ['page', 'desktop']

const asked = process.argv.slice(2)
const unheardOf = asked.filter((name) => !parts.has(name))
if (unheardOf.length > 0) {
  console.error(`There is no part named ${unheardOf.join(', ')}. The parts are: ${[...parts.keys()].join(', ')}.`)
  process.exit(1)
}
const chosen = new Set(asked.length > 0 ? asked : parts.keys())
if (needBuild.some((name) => chosen.has(name))) chosen.add('build')

if (needChromium.some((name) => chosen.has(name))) {
  chromium = await obtainChromium({ say: (line) => console.log(`     ${line}`) })
  if (chromium.path) console.log(`     Chromium: ${chromium.path}`)
}
for (const [name, part] of parts) if (chosen.has(name)) await part()
rmSync(scratch, { recursive: true, force: true })

if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((line) => `- ${line}`).join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
