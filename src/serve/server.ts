import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { CepstraError, isCepstraError } from '../cepstraError'
import { router, type Engine } from '../engine/createEngine'
import { confinedPath } from './confinedPath'
import { keepUpload } from './upload'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

const headers = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; " +
    "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** The longest message that a page may send; imported banks are the largest ones. */
const largestMessageBytes = 256 * 2 ** 20

export interface ServerOptions {
  readonly engine: Engine
  /** The built page. */
  readonly pageFolder: string
  /** 0 for any that is free. */
  readonly port: number
}

export interface RunningServer {
  /** What a browser opens: it holds the token of this start. */
  readonly address: string
  readonly token: string
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves the page and the engine to browsers on this machine alone. Every start has a new random token; without it
 * there is neither a call nor an upload. Host and Origin are checked, so that no other site's page, not even one whose
 * name was made to point here, can talk to the engine.
 */
export async function startServer({ engine, pageFolder, port }: ServerOptions): Promise<RunningServer> {
  const token = randomBytes(24).toString('base64url')
  const http = createServer((request, response) => {
    void answer(request, response, { engine, pageFolder, token }).catch((error: unknown) => {
      engine.context.log.error({ err: error }, 'a request failed')
      if (!response.headersSent) refuse(response, 500, 'internal error')
      else response.destroy()
    })
  })
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: largestMessageBytes })
  const handler = new RPCHandler(router)
  // A large file over a slow tunnel takes its time; whoever may send one is trusted by then.
  http.requestTimeout = 0
  http.on('upgrade', (request, socket, head) => {
    // Connections break; without a listener that would end the process.
    socket.on('error', () => undefined)
    const url = urlOf(request)
    const fine = fromHere(request) && url?.pathname === '/rpc' && sameToken(url.searchParams.get('token'), token)
    if (!fine) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => {
        engine.context.log.warn({ err: error }, 'a socket was closed for what it sent')
      })
      void handler.upgrade(webSocket, { context: engine.context }).catch(() => webSocket.terminate())
    })
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error, port))
    })
    http.listen(port, '127.0.0.1', resolve)
  })
  const bound = (http.address() as AddressInfo).port
  return {
    address: `http://127.0.0.1:${bound}/?token=${token}`,
    token,
    port: bound,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { engine, pageFolder, token }: { engine: Engine; pageFolder: string; token: string },
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (!fromHere(request)) {
    refuse(response, 403, 'this server answers its own page only')
    return
  }
  const url = urlOf(request)
  if (url === null) {
    refuse(response, 400, 'bad request')
    return
  }
  if (request.method === 'POST' && url.pathname === '/upload') {
    if (!sameToken(request.headers['x-cepstra-token'], token)) refuse(response, 403, 'wrong token')
    else await upload(request, response, engine, url.searchParams.get('name') ?? '')
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'method not allowed')
    return
  }
  const file = pageFile(pageFolder, url.pathname)
  if (file === null) {
    refuse(response, 404, 'not found')
    return
  }
  response.setHeader('content-type', contentTypes[extname(file)] ?? 'application/octet-stream')
  if (request.method === 'HEAD') response.end()
  // Where the browser goes away in the middle there is nobody left to tell.
  else await pipeline(createReadStream(file), response).catch(() => response.destroy())
}

async function upload(request: IncomingMessage, response: ServerResponse, engine: Engine, name: string): Promise<void> {
  response.setHeader('content-type', 'application/json')
  try {
    const folder = join(engine.context.session.required().project.path, 'uploads')
    const path = await keepUpload(request, folder, name)
    response.end(JSON.stringify({ path }))
  } catch (error) {
    if (request.destroyed && !request.complete) return
    if (!isCepstraError(error)) throw error
    response.statusCode = 400
    // What is still on its way is let go, since a connection cut now could lose the answer that tells why.
    request.resume()
    response.end(JSON.stringify({ code: error.code, message: error.message }))
  }
}

function pageFile(folder: string, pathname: string): string | null {
  let relative: string
  try {
    relative = decodeURIComponent(pathname).slice(1) || 'index.html'
  } catch {
    return null
  }
  const file = confinedPath(folder, relative)
  return file !== null && existsSync(file) && statSync(file).isFile() ? file : null
}

/** Null where the request's target is not one, such as "//". */
function urlOf(request: IncomingMessage): URL | null {
  try {
    return new URL(request.url ?? '/', 'http://localhost')
  } catch {
    return null
  }
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new CepstraError(
      'OPTIONS_INVALID',
      `Port ${port} is taken by another program. Choose another, or leave it out.`,
    )
  }
  if (error.code === 'EACCES') {
    return new CepstraError(
      'OPTIONS_INVALID',
      `Port ${port} is not for ordinary users. Choose one from 1024 up, or leave it out.`,
    )
  }
  return error
}

/** Whether a request was meant for this machine and, where a page made it, whether that page is ours. */
function fromHere(request: IncomingMessage): boolean {
  const host = request.headers.host ?? ''
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false
  const { origin } = request.headers
  return origin === undefined ? request.headers.upgrade === undefined : origin === `http://${host}`
}

function sameToken(given: string | string[] | null | undefined, token: string): boolean {
  if (typeof given !== 'string') return false
  const a = Buffer.from(given)
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.statusCode = status
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.end(`${why}\n`)
}
