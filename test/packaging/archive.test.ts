import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type * as Builder from 'electron-builder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Packs the built program over a runtime that is none: a folder with the files that electron-builder wants to find. What
// is checked is what goes into the archive and beside it; that it runs can only be seen with Electron's own runtime.

const root = resolve(import.meta.dirname, '../..')
const builder = createRequire(join(root, 'package.json'))
const fromBuilder = createRequire(builder.resolve('app-builder-lib'))
const temporary = mkdtempSync(join(tmpdir(), 'cepstra-packaging-'))
const resources = join(temporary, 'dist', 'linux-unpacked', 'resources')
let files: string[] = []

interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[]
  extractAll(archive: string, folder: string): void
}
interface Fuses {
  getCurrentFuseWire(path: string): Promise<Record<number, number>>
  FuseV1Options: Record<string, number>
}

/** Where fuses are kept in Electron's executable: a mark, the version of the list, its length, a letter for each. */
const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'1'.repeat(9)}`

beforeAll(async () => {
  const runtime = join(temporary, 'runtime')
  const { version } = builder('electron/package.json') as { version: string }
  mkdirSync(join(runtime, 'resources'), { recursive: true })
  mkdirSync(join(runtime, 'locales'))
  writeFileSync(join(runtime, 'electron'), Buffer.from(`no runtime ${fuseWire}`, 'latin1'))
  chmodSync(join(runtime, 'electron'), 0o755)
  writeFileSync(join(runtime, 'version'), version)
  writeFileSync(join(runtime, 'LICENSE'), '')
  writeFileSync(join(runtime, 'locales', 'en-US.pak'), '')

  const { build, Platform } = builder('electron-builder') as typeof Builder
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist: runtime,
      directories: { output: join(temporary, 'dist') },
    },
  })
  const asar = fromBuilder('@electron/asar') as Asar
  files = asar
    .listPackage(join(resources, 'app.asar'), { isPack: false })
    .map((name) => name.replaceAll('\\', '/').slice(1))
})

afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const unpacked = (): string[] =>
  readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )

describe('the packed desktop program', () => {
  test('holds the built program: main, engine, worker, command line, preload and page', () => {
    const built = [
      'main/main.js',
      'main/engine.js',
      'main/worker.js',
      'main/cli.js',
      'preload/preload.cjs',
      'renderer/index.html',
    ]
    expect(files).toEqual(expect.arrayContaining(built.map((name) => `out/${name}`)))
    const ofThePage = files.filter((name) => name.startsWith('out/renderer/assets/'))
    expect(ofThePage.length).toBeGreaterThan(2)
    expect(files).toContain('package.json')
  })

  test('holds every package that the built main process, engine and worker require', () => {
    const chunks = readdirSync(join(root, 'out/main'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    )
    const required = chunks.flatMap((name) => {
      const text = readFileSync(join(root, 'out/main', name), 'utf8')
      return [...text.matchAll(/(?:from|import\()\s*["']([@\w][\w@./-]*)["']/g)].map(([, specifier]) => specifier)
    })
    const packages = new Set(
      required
        .filter((name) => !name.startsWith('node:') && name !== 'electron')
        .map((name) =>
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
    )
    expect(packages.size).toBeGreaterThan(5)
    for (const name of packages) expect(files, name).toContain(`node_modules/${name}/package.json`)
  })

  test('holds enough to make a project, with what it was packed with and nothing else', () => {
    const extracted = join(temporary, 'extracted')
    const asar = fromBuilder('@electron/asar') as Asar
    asar.extractAll(join(resources, 'app.asar'), extracted)
    const project = join(temporary, 'project')
    const made = spawnSync(process.execPath, [join(extracted, 'out/main/cli.js'), 'new', project], {
      cwd: temporary,
      env: { ...process.env, HOME: temporary, NODE_PATH: '' },
      encoding: 'utf8',
    })
    expect(made.status, made.stderr).toBe(0)
    expect(existsSync(join(project, 'project.db'))).toBe(true)
  })

  test('holds no sources, tests, source maps or development packages', () => {
    const ours = files.filter((name) => !name.startsWith('node_modules'))
    expect(ours.filter((name) => !/^(out|package\.json$)/.test(name))).toEqual([])
    expect(files.filter((name) => /\.(map|ts|tsx)$/.test(name))).toEqual([])
    const development = ['electron', 'vite', 'vitest', 'typescript', 'react', 'playwright', 'electron-builder']
    for (const name of development) expect(files).not.toContain(`node_modules/${name}`)
  })

  test('holds the samples once, outside of the archive, where the engine looks for them', () => {
    expect(files.filter((name) => name.includes('samples'))).toEqual([])
    const here = readdirSync(join(root, 'resources/samples'), { recursive: true, encoding: 'utf8' })
    const packed = readdirSync(join(resources, 'resources/samples'), { recursive: true, encoding: 'utf8' })
    const sounds = (names: string[]): string[] => names.filter((name) => /\.(wav|flac)$/.test(name)).sort()
    expect(sounds(here).length).toBeGreaterThan(0)
    expect(sounds(packed)).toEqual(sounds(here))
  })

  test('unpacks what the system loads by itself: native modules and WebAssembly', () => {
    const natives = files.filter((name) => /\.(node|wasm)$/.test(name))
    expect(natives.some((name) => name.includes('libsql') && name.endsWith('.node'))).toBe(true)
    const outside = unpacked()
    for (const name of natives) expect(outside).toContain(name)
  })

  test('cannot be run as plain Node and loads nothing but its archive', async () => {
    const { getCurrentFuseWire, FuseV1Options } = fromBuilder('@electron/fuses') as Fuses
    const [off, on] = ['0', '1'].map((letter) => letter.charCodeAt(0))
    const executable = join(temporary, 'dist/linux-unpacked', 'cepstra')
    expect(existsSync(executable)).toBe(true)
    const wire = await getCurrentFuseWire(executable)
    expect(wire[FuseV1Options.RunAsNode]).toBe(off)
    expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(off)
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(off)
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(on)
  })
})
