import { MessageChannel } from 'node:worker_threads'
import { join } from 'node:path'
import { RPCHandler } from '@orpc/server/message-port'
import { afterAll, beforeAll, describe } from 'vitest'
import { WebSocket } from 'ws'
import { engineOverPort, engineOverSocket } from '../../src/engine/client'
import type { EngineClient } from '../../src/engine/contract'
import { router, type Engine } from '../../src/engine/createEngine'
import { startServer, type RunningServer } from '../../src/serve/server'
import { temporaryFolder, testEngine } from '../engine/temporaryEngine'
import { describeEngineCalls, type Wire } from './engineCalls'

const pageFolder = join(import.meta.dirname, '../../out/renderer')

interface Connection {
  readonly engine: EngineClient
  close(): Promise<void>
}

/** The same suite over one kind of connection, with an engine and a folder of its own. */
function overEach(name: string, connect: (engine: Engine) => Promise<Connection>): void {
  describe('the engine', () => {
    let folder: ReturnType<typeof temporaryFolder>
    let engine: ReturnType<typeof testEngine>
    let connection: Connection
    let wire: Wire
    beforeAll(async () => {
      folder = temporaryFolder()
      engine = testEngine()
      connection = await connect(engine)
      wire = { engine: connection.engine, folder: folder.path }
    })
    afterAll(async () => {
      await connection.close()
      await engine.close()
      folder[Symbol.dispose]()
    })
    describeEngineCalls(name, () => wire)
  })
}

overEach('in the same process', (engine) => Promise.resolve({ engine: engine.client, close: () => Promise.resolve() }))

overEach('over a WebSocket', async (engine) => {
  const server: RunningServer = await startServer({ engine, pageFolder, port: 0 })
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc?token=${server.token}`, {
    origin: `http://127.0.0.1:${server.port}`,
  })
  socket.binaryType = 'arraybuffer'
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    // Of the browser's interface, the link uses what the two have in common.
    engine: engineOverSocket(socket as unknown as globalThis.WebSocket),
    close: async () => {
      socket.close()
      await server.close()
    },
  }
})

overEach('over a MessagePort', (engine) => {
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(router).upgrade(port1, { context: engine.context })
  port1.start()
  return Promise.resolve({
    engine: engineOverPort(port2 as unknown as globalThis.MessagePort),
    close: () => {
      port1.close()
      return Promise.resolve()
    },
  })
})
