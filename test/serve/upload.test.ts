import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isCepstraError } from '../../src/cepstraError'
import { keepUpload } from '../../src/serve/upload'

const limitBytes = 100_000

let folder: string
let http: Server
let address: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-upload-'))
  http = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').searchParams.get('name') ?? ''
    keepUpload(request, folder, name, limitBytes).then(
      (path) => response.end(path),
      (error: unknown) => {
        request.resume()
        response.statusCode = 400
        response.end(isCepstraError(error) ? `${error.code}: ${error.message}` : 'unexpected')
      },
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
})
afterAll(async () => {
  http.closeAllConnections()
  await new Promise((resolve) => http.close(resolve))
  rmSync(folder, { recursive: true })
})

async function send(name: string, body: BodyInit, more: RequestInit & { duplex?: 'half' } = {}) {
  const answer = await fetch(`${address}/?name=${name}`, { method: 'POST', body, ...more })
  return { status: answer.status, text: await answer.text() }
}

test('just the limit is kept', async () => {
  const bytes = Buffer.alloc(limitBytes, 7)
  const { status, text } = await send('whole.wav', bytes)
  expect(status).toBe(200)
  expect(readFileSync(text).equals(bytes)).toBe(true)
})

test('more than the limit is refused by what the header says', async () => {
  const { status, text } = await send('large.wav', Buffer.alloc(limitBytes + 1))
  expect(status).toBe(400)
  expect(text).toMatch(/^OPTIONS_INVALID: large.wav is larger than .* Import it by its path/)
  expect(existsSync(join(folder, 'large.wav'))).toBe(false)
})

test('more than the limit is refused where the header says nothing, and the answer arrives', async () => {
  let sent = 0
  const endless = new ReadableStream({
    pull(controller) {
      if (sent++ < 100) controller.enqueue(new Uint8Array(50_000))
      else controller.close()
    },
  })
  const { status, text } = await send('endless.wav', endless, { duplex: 'half' })
  expect(status).toBe(400)
  expect(text).toMatch(/^OPTIONS_INVALID: endless.wav is larger/)
  expect(readdirSync(folder).filter((name) => name.startsWith('endless'))).toEqual([])
})
