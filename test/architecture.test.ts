import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importRules, roomNames } from './importRules'

const root = resolve(import.meta.dirname, '..')
const shells = ['src', 'electron', 'renderer']

async function readImports(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(
    folders,
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: [...importRules] },
      // Imports of types count: an arrow is an arrow.
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    },
    { extensions: ['.ts', '.tsx', '.js', '.json', '.css'] },
  )
  if (typeof output === 'string') throw new Error(`The cruiser answered with a text: ${output.slice(0, 200)}`)
  return output
}

function brokenRules(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => {
    const reason = importRules.find(({ name }) => name === rule.name)?.comment ?? ''
    return `${from} -> ${to} breaks "${rule.name}". ${reason}`
  })
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

describe('the tree as it stands', () => {
  let result: ICruiseResult
  beforeAll(async () => {
    result = await readImports(root, shells)
  })

  test('is really read: every room and both shells, with their imports', () => {
    const read = result.modules.map(({ source }) => source)
    for (const room of roomNames) expect(read.some((path) => path.startsWith(`src/${room}/`))).toBe(true)
    expect(read).toContain('electron/main.ts')
    expect(read).toContain('renderer/main.tsx')
    expect(read.filter((path) => path.startsWith('src/')).length).toBeGreaterThan(60)
    const contract = result.modules.find(({ source }) => source === 'src/engine/contract.ts')
    expect(contract?.dependencies.map(({ resolved }) => resolved)).toContain('src/features/recipe.ts')
  })

  test('keeps to every import rule', () => {
    expect(brokenRules(result)).toEqual([])
  })
})

describe('a forbidden import that is put in', () => {
  const scratch: string[] = []
  const scratchFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'cepstra-imports-'))
    scratch.push(folder)
    return folder
  }
  afterAll(() => {
    for (const folder of scratch) rmSync(folder, { recursive: true, force: true })
  })

  test('is found in a copy of the tree', async () => {
    const copy = scratchFolder()
    for (const folder of shells) cpSync(join(root, folder), join(copy, folder), { recursive: true })
    appendFileSync(
      join(copy, 'src/audio/signal.ts'),
      "\nimport type { Job } from '../engine/contract'\nexport type Extra = Job\n",
    )
    const broken = brokenRules(await readImports(copy, shells))
    expect(broken.filter((line) => line.startsWith('src/audio/signal.ts -> src/engine/contract.ts'))).not.toEqual([])
  })

  // One small tree for each rule that it breaks.
  const intruders: Record<string, { from: string; imports: string; to?: string }> = {
    'audio knows no other room': { from: 'src/audio/a.ts', imports: '../features/b', to: 'src/features/b.ts' },
    'features knows audio': { from: 'src/features/a.ts', imports: '../mixture/b', to: 'src/mixture/b.ts' },
    'mixture knows features, audio': { from: 'src/mixture/a.ts', imports: '../project/b', to: 'src/project/b.ts' },
    'recognition knows mixture, features, audio': {
      from: 'src/recognition/a.ts',
      imports: '../exchange/b',
      to: 'src/exchange/b.ts',
    },
    'exchange knows recognition, mixture, features, audio': {
      from: 'src/exchange/a.ts',
      imports: '../project/b',
      to: 'src/project/b.ts',
    },
    'project knows exchange, recognition, mixture, features, audio': {
      from: 'src/project/a.ts',
      imports: '../engine/b',
      to: 'src/engine/b.ts',
    },
    'engine knows project, exchange, recognition, mixture, features, audio': {
      from: 'src/engine/a.ts',
      imports: '../cli/b',
      to: 'src/cli/b.ts',
    },
    'serve knows engine': { from: 'src/serve/a.ts', imports: '../audio/b', to: 'src/audio/b.ts' },
    'cli knows engine, serve': { from: 'src/cli/a.ts', imports: '../project/b', to: 'src/project/b.ts' },
    'src knows no shell': { from: 'src/engine/a.ts', imports: '../../electron/b', to: 'electron/b.ts' },
    'electron starts the engine and knows nothing else of it': {
      from: 'electron/a.ts',
      imports: '../src/audio/b',
      to: 'src/audio/b.ts',
    },
    'renderer knows the contract and its client': {
      from: 'renderer/a.tsx',
      imports: '../src/mixture/b',
      to: 'src/mixture/b.ts',
    },
    'the contract brings nothing but the recipe and the decision': {
      from: 'src/engine/contract.ts',
      imports: '../audio/b',
      to: 'src/audio/b.ts',
    },
    'the page reaches no module of Node': { from: 'renderer/a.ts', imports: 'node:fs' },
    'only electron imports Electron': { from: 'renderer/a.ts', imports: 'electron' },
    'only project/database.ts imports libsql': { from: 'src/project/a.ts', imports: 'libsql' },
    'no cycles': { from: 'src/audio/a.ts', imports: './b', to: 'src/audio/b.ts' },
    'every relative import is there': { from: 'src/audio/a.ts', imports: './nowhere' },
  }

  test('has an example for every rule', () => {
    expect(Object.keys(intruders).sort()).toEqual(importRules.map(({ name }) => name).sort())
  })

  test.each(Object.entries(intruders))('is found: %s', async (rule, { from, imports, to }) => {
    const tree = scratchFolder()
    const write = (path: string, text: string) => {
      mkdirSync(join(tree, dirname(path)), { recursive: true })
      writeFileSync(join(tree, path), text)
    }
    write(from, `import * as other from '${imports}'\nexport const a = other\n`)
    if (to) write(to, rule === 'no cycles' ? "export { a } from './a'\n" : 'export const b = 1\n')
    const result = await readImports(tree, [from.split('/')[0] ?? from])
    expect(result.summary.violations.map((violation) => violation.rule.name)).toContain(rule)
  })
})

describe('a file', () => {
  const sources = [...shells, 'test', 'bench', 'scripts', 'bin']
    .flatMap(filesBelow)
    .filter((path) => /\.([mc]?[jt]s|tsx)$/.test(path))
  // The contract is the program's table of contents and is read as one.
  const longerForAReason = new Set(['src/engine/contract.ts'])

  test('is not named after a drawer', () => {
    expect(sources.length).toBeGreaterThan(100)
    const drawers = sources.filter((path) => /^(utils?|helpers?|manager|service|common)\./i.test(basename(path)))
    expect(drawers).toEqual([])
  })

  test('has at most 400 lines', () => {
    const long = sources
      .filter((path) => !longerForAReason.has(path))
      .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400)
    expect(long).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([^`]+\/)`[^|]*\|[^|]*\|([^|]*)\|$/gm)].map(([, folder, files]) => ({
    folder: folder ?? '',
    files: [...(files ?? '').matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? ''),
  }))

  test('names only files that are there', () => {
    const named = rows.flatMap(({ folder, files }) => files.map((file) => join(folder, file)))
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('leaves out no room', () => {
    const listed = rows.map(({ folder }) => folder)
    for (const room of roomNames) expect(listed).toContain(`src/${room}/`)
  })

  test('fits a page', () => {
    expect(page.split('\n').length).toBeLessThan(80)
  })
})
