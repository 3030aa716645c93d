import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startServer, type RunningServer } from '../../src/serve/server'
import { temporaryFolder, testEngine } from '../engine/temporaryEngine'

let folder: ReturnType<typeof temporaryFolder>
let engine: ReturnType<typeof testEngine>
let server: RunningServer
let uploads: string

beforeAll(async () => {
  folder = temporaryFolder()
  const pageFolder = join(folder.path, 'page')
  mkdirSync(join(pageFolder, 'assets'), { recursive: true })
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Cepstra</title>')
  writeFileSync(join(pageFolder, 'assets/page.js'), 'let page')
  writeFileSync(join(pageFolder, '.hidden'), 'hidden')
  writeFileSync(join(folder.path, 'secret.txt'), 'secret')
  engine = testEngine()
  server = await startServer({ engine, pageFolder, port: 0 })
  const project = join(folder.path, 'project')
  uploads = join(project, 'uploads')
  await engine.client.project.create({ path: project })
})
afterAll(async () => {
  await server.close()
  await engine.close()
  folder[Symbol.dispose]()
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request whose path and headers are sent just as they are given; fetch would tidy them. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function upload(name: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  const path = `/upload?name=${encodeURIComponent(name)}`
  return ask(path, { method: 'POST', headers: { 'x-cepstra-token': server.token, ...headers }, body })
}

/** How a WebSocket fares: the status it is refused with, or 'open'. */
function opening(path: string, headers: Record<string, string>): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    socket.on('open', () => {
      resolve('open')
      socket.terminate()
    })
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('error', () => undefined)
  })
}

describe('the page', () => {
  test('is served with a policy that lets nothing foreign in', async () => {
    const { status, headers, body } = await ask('/?token=anything')
    expect(status).toBe(200)
    expect(body).toContain('<title>Cepstra')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    for (const rule of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"]) {
      expect(policy.split('; ')).toContain(rule)
    }
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|http)/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('and its files come with their types, and HEAD without their content', async () => {
    expect(await ask('/assets/page.js')).toMatchObject({ status: 200, body: 'let page' })
    const { status, headers, body } = await ask('/assets/page.js', { method: 'HEAD' })
    expect({ status, body }).toEqual({ status: 200, body: '' })
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '//etc/passwd',
    '/%2fetc/passwd',
    '/.hidden',
    '/assets',
    '/assets/',
    '/nothing.js',
    '/%00',
    '/%',
    '/%ff',
  ])('leads nowhere else: %s', async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body).not.toMatch(/secret|hidden|root:/)
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST'])('takes no %s', async (method) => {
    expect((await ask('/', { method, headers: { 'x-cepstra-token': server.token } })).status).toBe(405)
  })
})

describe('a request that was not meant for this machine', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1'])(
    'is refused by its Host: %j',
    async (host) => {
      expect((await ask('/', { headers: { host } })).status).toBeGreaterThanOrEqual(400)
      expect((await upload('a.wav', 'x', { host })).status).toBeGreaterThanOrEqual(400)
      expect(existsSync(join(uploads, 'a.wav'))).toBe(false)
    },
  )

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1'])(
    'is refused by its Origin: %s',
    async (origin) => {
      expect((await ask('/', { headers: { origin } })).status).toBe(403)
      expect((await upload('a.wav', 'x', { origin })).status).toBe(403)
      expect(existsSync(join(uploads, 'a.wav'))).toBe(false)
    },
  )
})

describe('a WebSocket', () => {
  const rpc = (token: string): string => `/rpc?token=${token}`
  let own: string
  beforeEach(() => {
    own = `http://127.0.0.1:${server.port}`
  })

  test('opens with the token for the page itself', async () => {
    expect(await opening(rpc(server.token), { origin: own })).toBe('open')
    const port = String(server.port)
    const tunnel = { host: `localhost:${port}`, origin: `http://localhost:${port}` }
    expect(await opening(rpc(server.token), tunnel)).toBe('open')
  })

  test('needs the token, whole', async () => {
    for (const token of ['', 'x', server.token.slice(1), `${server.token}x`, server.token.toLowerCase()]) {
      expect(await opening(rpc(token), { origin: own })).toBe(403)
    }
    expect(await opening('/rpc', { origin: own })).toBe(403)
  })

  test('needs an Origin, and the right one', async () => {
    expect(await opening(rpc(server.token), {})).toBe(403)
    expect(await opening(rpc(server.token), { origin: 'http://evil.example' })).toBe(403)
    expect(await opening(rpc(server.token), { origin: 'null' })).toBe(403)
  })

  test('needs the right Host and path', async () => {
    const evil = { origin: 'http://evil.example', host: 'evil.example' }
    expect(await opening(rpc(server.token), evil)).toBe(403)
    expect(await opening(`/else?token=${server.token}`, { origin: own })).toBe(403)
  })

  test('that sends what is not the protocol is closed, and the server goes on', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${rpc(server.token)}`, { origin: own })
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    const raw = (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket
    raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    expect(await closed).toBeGreaterThanOrEqual(1000)
    expect((await ask('/')).status).toBe(200)
  })

  test('of a broken or malformed request does not end the server', async () => {
    for (const target of ['//', '/rpc', 'http://[']) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => {
          const lines = [
            `GET ${target} HTTP/1.1`,
            'Host: 127.0.0.1',
            'Connection: Upgrade',
            'Upgrade: websocket',
            '',
            '',
          ]
          socket.write(lines.join('\r\n'), () => setTimeout(() => socket.resetAndDestroy(), 30))
        })
        socket.on('close', () => {
          resolve()
        })
        socket.on('error', () => undefined)
      })
    }
    expect((await ask('/')).status).toBe(200)
  })
})

describe('an upload', () => {
  const pathOf = ({ body }: Answer): string => (JSON.parse(body) as { path: string }).path

  test('is kept below the project under its own name', async () => {
    const kept = await upload('set/first take.wav', 'sound')
    expect(kept.status).toBe(200)
    expect(pathOf(kept)).toBe(join(uploads, 'set/first take.wav'))
    expect(readFileSync(pathOf(kept), 'utf8')).toBe('sound')
  })

  test('needs the token', async () => {
    for (const token of ['', 'wrong', `${server.token}x`]) {
      expect((await upload('b.wav', 'x', { 'x-cepstra-token': token })).status).toBe(403)
    }
    expect((await ask('/upload?name=b.wav', { method: 'POST', body: 'x' })).status).toBe(403)
    expect(existsSync(join(uploads, 'b.wav'))).toBe(false)
  })

  test.each([
    ...['', '.', '..', '../b.wav', '../../b.wav', 'a/../../b.wav', '/etc/b.wav', 'a//b.wav', 'a/', '.hidden'],
    ...['a/.git/b', '..\\b.wav', 'a\\..\\..\\b.wav', 'b\0.wav', 'b\n.wav'],
  ])('does not lead elsewhere by its name: %j', async (name) => {
    const before = readdirSync(folder.path, { recursive: true }).length
    const { status, body } = await upload(name, 'x')
    expect(status).toBe(400)
    expect(JSON.parse(body)).toMatchObject({ code: 'OPTIONS_INVALID' })
    expect(readdirSync(folder.path, { recursive: true })).toHaveLength(before)
  })

  test('of the same name keeps both contents, and the same content once', async () => {
    expect(pathOf(await upload('same.wav', 'one'))).toBe(join(uploads, 'same.wav'))
    expect(pathOf(await upload('same.wav', 'two'))).toBe(join(uploads, 'same (2).wav'))
    expect(pathOf(await upload('same.wav', 'one'))).toBe(join(uploads, 'same.wav'))
    expect(pathOf(await upload('same.wav', 'two'))).toBe(join(uploads, 'same (2).wav'))
    expect(readFileSync(join(uploads, 'same.wav'), 'utf8')).toBe('one')
    expect(readFileSync(join(uploads, 'same (2).wav'), 'utf8')).toBe('two')
  })

  test('of the same name at the same time loses none', async () => {
    const contents = Array.from({ length: 12 }, (_, i) => `content ${i % 6} `.repeat(1000))
    const paths = (await Promise.all(contents.map((content) => upload('race.wav', content)))).map(pathOf)
    paths.forEach((path, i) => {
      expect(readFileSync(path, 'utf8')).toBe(contents[i])
    })
    expect(new Set(paths).size).toBe(6)
  })

  test('of nothing is kept as an empty file, for the import to tell of', async () => {
    const kept = await upload('nothing.wav', '')
    expect(kept.status).toBe(200)
    expect(readFileSync(pathOf(kept))).toHaveLength(0)
  })

  test('that cannot be written is told as such', async () => {
    await upload('file.wav', 'x')
    const below = await upload('file.wav/b.wav', 'x')
    expect(below.status).toBe(400)
    expect(JSON.parse(below.body)).toMatchObject({ code: 'NOT_WRITABLE' })
    const long = await upload(`${'x'.repeat(300)}.wav`, 'x')
    expect(JSON.parse(long.body)).toMatchObject({ code: 'NOT_WRITABLE' })
  })

  test('that breaks off leaves nothing behind', async () => {
    const socket = connect(server.port, '127.0.0.1')
    const head = [
      'POST /upload?name=broken.wav HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      `X-Cepstra-Token: ${server.token}`,
      'Content-Length: 1000000',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${'x'.repeat(1000)}`)
    const parts = (): string[] => readdirSync(uploads).filter((name) => name.startsWith('broken'))
    await expect.poll(parts, { timeout: 10_000 }).toHaveLength(1)
    socket.resetAndDestroy()
    await expect.poll(parts, { timeout: 10_000 }).toEqual([])
  })

  test('needs an open project', async () => {
    await using closed = testEngine()
    const other = await startServer({ engine: closed, pageFolder: folder.path, port: 0 })
    const answer = await fetch(`http://127.0.0.1:${other.port}/upload?name=a.wav`, {
      method: 'POST',
      headers: { 'x-cepstra-token': other.token },
      body: 'x',
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'NO_PROJECT_OPEN' })
    await other.close()
  })

  test('does not follow a link that was put where it goes', async () => {
    mkdirSync(join(folder.path, 'elsewhere'))
    symlinkSync(join(folder.path, 'elsewhere'), join(uploads, 'link'))
    expect((await upload('link/b.wav', 'x')).status).toBe(400)
    expect(readdirSync(join(folder.path, 'elsewhere'))).toEqual([])
  })
})

test('every start has a token of its own, long enough not to be guessed', async () => {
  const other = await startServer({ engine, pageFolder: folder.path, port: 0 })
  expect(other.token).not.toBe(server.token)
  expect(Buffer.from(other.token, 'base64url')).toHaveLength(24)
  expect(other.address).toBe(`http://127.0.0.1:${other.port}/?token=${other.token}`)
  await other.close()
})

test('a port that is taken is an expected failure', async () => {
  await expect(startServer({ engine, pageFolder: folder.path, port: server.port })).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
  })
})
