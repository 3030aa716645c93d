import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import type { PluginOption } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

// The development server puts an inline script into the page, which the page's policy is right to forbid elsewhere.
const allowInlineScripts: PluginOption = {
  name: 'allow-inline-scripts',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
}

// One build makes everything that runs: the desktop's main process, the engine process, its workers and the command
// line (all for Node 20 and up, so that plain Node and Electron run the same files), the sandboxed preload, and the page.
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node20',
      rolldownOptions: {
        input: {
          main: at('electron/main.ts'),
          engine: at('src/engine/process.ts'),
          worker: at('src/engine/workers/worker.ts'),
          shard: at('src/engine/workers/shard.ts'),
          cli: at('src/cli/main.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload can require nothing but electron, and must be CommonJS although the package is "type": "module".
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react(), allowInlineScripts],
    build: { outDir: at('out/renderer'), rolldownOptions: { input: { index: at('renderer/index.html') } } },
  },
})
