import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

export interface BuiltShard extends Disposable {
  readonly shardFile: string
}

/** Bundles the entry of the threads that share in passes, as it stands in the tree, into a folder of its own. */
export async function builtShard(): Promise<BuiltShard> {
  const outDir = mkdtempSync(join(tmpdir(), 'cepstra-shard-'))
  const root = resolve(import.meta.dirname, '..')
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { shard: join(root, 'src/engine/workers/shard.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
  return {
    shardFile: join(outDir, 'shard.mjs'),
    [Symbol.dispose]: () => rmSync(outDir, { recursive: true, force: true }),
  }
}
