#!/usr/bin/env node
// The launcher of the command line. It keeps to syntax and modules that old versions of Node understand, so that they
// can read this file far enough to be told that they are too old.
import { existsSync } from 'fs'
import { fileURLToPath } from 'url'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const command = path('../out/main/cli.js')
const builder = path('../scripts/build.mjs')
const bundler = path('../node_modules/electron-vite/package.json')

const [major, minor] = process.versions.node.split('.').map(Number)

function refuse(sentence) {
  console.error(sentence)
  process.exitCode = 1
}

async function launch() {
  if (!existsSync(command)) {
    if (!existsSync(builder) || !existsSync(bundler)) {
      refuse(
        'Cepstra is not built, and what builds it is not installed. Run `npm ci` in ' + path('..') + ' and try again.',
      )
      return
    }
    console.error('Building Cepstra, once, for about half a minute ...')
    const { build } = await import('../scripts/build.mjs')
    const failure = await build()
    if (failure) {
      refuse('Cepstra could not be built. Run `npm run build` to see the same again.\n' + failure)
      return
    }
  }
  await import('../out/main/cli.js')
}

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(
    'Cepstra needs Node 20.19 or newer; this is Node ' +
      process.versions.node +
      '. Install a current Node from https://nodejs.org and try again.',
  )
} else {
  launch().catch((error) => {
    refuse('Cepstra could not start: ' + (error.stack || error))
  })
}
