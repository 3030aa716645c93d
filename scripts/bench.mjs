// `npm run bench -- NAME ... [OPTION ...]`: runs the default export of bench/NAME.ts, or of all of them, after the
// machine's facts. What begins at the first option is for the measurements. With `--json` nothing but what the
// measurement itself writes goes to stdout.
import { readdirSync } from 'node:fs'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { build, isFresh } from './build.mjs'
import { root } from './run.mjs'

const known = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort()
const given = process.argv.slice(2)
const firstOption = given.findIndex((argument) => argument.startsWith('-'))
const asked = firstOption < 0 ? given : given.slice(0, firstOption)
const options = firstOption < 0 ? [] : given.slice(firstOption)
const unheardOf = asked.filter((name) => !known.includes(name))
const say = options.includes('--json') ? console.error : console.log

if (unheardOf.length > 0) {
  console.error(`There is no measurement named ${unheardOf.join(', ')}. There are: ${known.join(', ')}.`)
  process.exitCode = 1
} else if (options.length > 0 && asked.length !== 1) {
  console.error(`Options belong to one measurement: name one of ${known.join(', ')} before them.`)
  process.exitCode = 1
} else {
  if (!isFresh()) {
    const failure = await build()
    if (failure) console.error(`What runs the built program cannot be measured:\n${failure}`)
  }
  const [processor] = cpus()
  say(`${processor?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${platform()} ${release()} ${arch()}`)
  say(`${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory, Node ${process.versions.node}, ${new Date().toISOString()}`)
  for (const name of asked.length > 0 ? asked : known) {
    say(`\n${name}`)
    try {
      const { module } = await runnerImport(join(root, 'bench', `${name}.ts`), {
        configFile: false,
        root,
        logLevel: 'warn',
      })
      if (typeof module.default !== 'function')
        throw new Error(`bench/${name}.ts has no function as its default export.`)
      await module.default(options)
    } catch (error) {
      console.error(error)
      process.exitCode = 1
    }
  }
}
