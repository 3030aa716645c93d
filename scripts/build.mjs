import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, run } from './run.mjs'

const bundler = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
const stamp = join(root, 'out/.built')
const sources = ['src', 'electron', 'renderer', 'electron.vite.config.ts', 'package-lock.json', 'tsconfig.json']

/** Whether what builds the program is installed; it is not where only the runtime dependencies are. */
export function canBuild() {
  return existsSync(bundler)
}

function newestChange(path) {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (!facts) return 0
  if (!facts.isDirectory()) return facts.mtimeMs
  // A folder's own time tells of files that were taken away.
  return Math.max(facts.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/** Whether out/ holds a complete build that is newer than every source. */
export function isFresh() {
  const built = statSync(stamp, { throwIfNoEntry: false })
  return built !== undefined && sources.every((name) => newestChange(join(root, name)) <= built.mtimeMs)
}

/** Builds everything that runs into out/. Answers with what went wrong as text, or with null. */
export async function build() {
  if (!canBuild()) return 'electron-vite is not installed: run `npm ci` first.'
  const startedAt = new Date()
  rmSync(join(root, 'out'), { recursive: true, force: true })
  const result = await run(process.execPath, [bundler, 'build', '--logLevel', 'warn'], { limitSeconds: 600 })
  if (result.status !== 0) return result.text
  writeFileSync(stamp, `${startedAt.toISOString()}\n`)
  // A source that changed while the build ran is newer than what was built.
  utimesSync(stamp, startedAt, startedAt)
  return null
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failure = await build()
  if (failure) {
    console.error(failure)
    process.exitCode = 1
  }
}
