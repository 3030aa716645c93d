import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

interface BuiltChild {
  readonly file: string
  remove(): void
}

/** Bundles the fuzzer's child process with the decoders as they stand in the tree, into a folder of its own. */
export async function builtChild(): Promise<BuiltChild> {
  const root = resolve(import.meta.dirname, '../..')
  // Within the project, so that the decoders' packages are found as they are in the program.
  const outDir = mkdtempSync(join(root, 'node_modules/.cepstra-fuzz-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    // The child finds the corpus beside its source.
    define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) },
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { decodeMutants: join(import.meta.dirname, 'decodeMutants.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
  return {
    file: join(outDir, 'decodeMutants.mjs'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  }
}
