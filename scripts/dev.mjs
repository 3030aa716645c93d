// `npm run dev`: the workbench with changes shown as they are saved. Where a window can be opened, that is
// electron-vite's own way of doing it. Else the page comes from vite's server, which passes calls on to a `cepstra
// serve` that is built and started again whenever src/ changes. A project to open may follow: `npm run dev -- PROJECT`.
import { spawn } from 'node:child_process'
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build, createServer } from 'vite'
import { desktopRuntime } from './desktop.mjs'
import { root } from './run.mjs'

const project = process.argv.slice(2)
const children = new Set()

function start(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] })
  children.add(child)
  child.on('exit', () => children.delete(child))
  return child
}

function end(status) {
  for (const child of children) child.kill()
  process.exit(status)
}
process.on('SIGINT', () => end(0))
process.on('SIGTERM', () => end(0))

/** A port that is free now; the one below it would do as well, but somebody may already have it. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createSocketServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Starts `cepstra serve` and answers with the process and the address that it prints. */
function serve(port) {
  const child = start([join(root, 'bin/cepstra.js'), 'serve', ...project, '--port', String(port)])
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(printed)
      if (address) resolve({ child, address: new URL(address[0]) })
    })
    child.on('exit', () => reject(new Error(`cepstra serve ended before it printed its address:\n${printed}`)))
  })
}

async function devInBrowser() {
  const { config } = await resolveConfig({ root, logLevel: 'warn' }, 'build', 'development')
  const port = await freePort()
  let engine
  let page

  const restart = async () => {
    if (engine) {
      const ended = new Promise((resolve) => engine.child.once('exit', resolve))
      if (engine.child.kill()) await ended
    }
    engine = await serve(port)
    if (page) {
      // Every start has a token of its own.
      const { port: pagePort } = page.httpServer.address()
      console.log(`http://127.0.0.1:${pagePort}/${engine.address.search}${engine.address.hash}`)
    }
  }

  const watcher = await build({ ...config.main, root, build: { ...config.main.build, watch: {} } })
  await new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error.message)
      if (event.code !== 'END') return
      restart().then(resolve, (error) => console.error(error.message))
    })
  })

  const target = engine.address.origin
  const passOn = { target, changeOrigin: true, headers: { origin: target } }
  page = await createServer({
    ...config.renderer,
    mode: 'development',
    server: {
      host: '127.0.0.1',
      proxy: { '/rpc': { ...passOn, ws: true, rewriteWsOrigin: true }, '/upload': passOn },
    },
  })
  await page.listen()
  const { port: pagePort } = page.httpServer.address()
  console.log(`http://127.0.0.1:${pagePort}/${engine.address.search}${engine.address.hash}`)
}

const { path, reason } = await desktopRuntime({ say: (line) => console.log(line) })
if (path) {
  const bundler = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const child = spawn(process.execPath, [bundler, 'dev', '--watch', '--', ...project], { cwd: root, stdio: 'inherit' })
  children.add(child)
  child.on('exit', (status) => end(status ?? 0))
} else {
  console.log(`In the browser: ${reason}.`)
  await devInBrowser()
}
