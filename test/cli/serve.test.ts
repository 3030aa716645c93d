import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { engineOverSocket } from '../../src/engine/client'
import type { EngineClient } from '../../src/engine/contract'
import { cepstra, cepstraJson, samplesFolder, scratch, start, type Finished } from './cepstra'

interface Workbench extends AsyncDisposable {
  readonly engine: EngineClient
  /** Asks the program to end as the system does, and waits for it. */
  end(): Promise<Finished>
}

/** `cepstra serve` as a process, with a client where the browser's page would be. */
async function serve(folder: string, project: string): Promise<Workbench> {
  const { child, ended } = start(folder, ['serve', project])
  const line = await new Promise<string>((told) => child.stdout?.once('data', told))
  const address = new URL(line.replace('Cepstra is at ', '').trim())
  const socket = new WebSocket(`ws://${address.host}/rpc${address.search}`, { origin: address.origin })
  socket.binaryType = 'arraybuffer'
  await new Promise((resolve) => socket.once('open', resolve))
  const end = (): Promise<Finished> => {
    child.kill('SIGTERM')
    return ended
  }
  return {
    engine: engineOverSocket(socket as unknown as globalThis.WebSocket),
    end,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}

test('a workbench that is ended in the midst of a job goes on with it when it is started again', async () => {
  using folder = scratch()
  const project = join(folder.path, 'project')
  await cepstraJson(folder.path, 'new', project)
  await cepstraJson(folder.path, 'import', project, samplesFolder)
  let jobId: number
  {
    await using workbench = await serve(folder.path, project)
    const settings = { seed: 0, maxIterations: 100, tolerance: 1e-3, initialization: 'kmeans' } as const
    jobId = (await workbench.engine.jobs.start({ request: { kind: 'train', components: 48, ...settings } })).jobId
    const unit = async (): Promise<string> => (await workbench.engine.jobs.get({ id: jobId })).unit
    await expect.poll(unit, { timeout: 30_000, interval: 10 }).toBe('mixtures')
    const askedAt = Date.now()
    expect(await workbench.end()).toMatchObject({ status: 0, signal: null })
    expect(Date.now() - askedAt).toBeLessThan(2000)
  }
  const { stderr } = await cepstra(folder.path, 'label', project, join(samplesFolder, 'agnes'))
  expect(stderr).toContain('no bank yet')
  await using again = await serve(folder.path, project)
  const state = async (): Promise<string> => (await again.engine.jobs.get({ id: jobId })).state
  await expect.poll(state, { timeout: 60_000, interval: 100 }).toBe('done')
  expect(await again.engine.banks.list()).toHaveLength(1)
})

test('what the command line made is there for the workbench, and the other way round', async () => {
  using folder = scratch()
  const project = join(folder.path, 'project')
  await cepstraJson(folder.path, 'new', project)
  copyFileSync(join(samplesFolder, 'agnes', '1-harbor.flac'), join(folder.path, 'one.flac'))
  await cepstraJson(folder.path, 'import', project, 'one.flac', '--labels', 'none')
  {
    await using workbench = await serve(folder.path, project)
    const { rows } = await workbench.engine.recordings.list({})
    expect(rows).toMatchObject([{ name: 'one.flac', label: null }])
    await workbench.engine.recordings.setLabel({ changes: [{ id: rows[0]?.id ?? 0, label: 'Agnes' }] })
  }
  const args = ['import', project, 'one.flac', '--labels', 'none']
  const { labels } = await cepstraJson<{ labels: unknown[] }>(folder.path, ...args)
  expect(labels).toMatchObject([{ label: 'Agnes', recordings: 1 }])
})
