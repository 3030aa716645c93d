import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { RequestValidationPlugin, ResponseValidationPlugin } from '@orpc/contract/plugins'
import { contract, type EngineClient } from './contract'

const plugins = () => [new RequestValidationPlugin(contract), new ResponseValidationPlugin(contract)]

/** The engine behind a MessagePort: the desktop's page. Starts the port. */
export function engineOverPort(port: MessagePort): EngineClient {
  port.start()
  return createORPCClient(new PortLink({ port, plugins: plugins() }))
}

/** The engine behind an open or opening WebSocket: the browser's page. */
export function engineOverSocket(socket: WebSocket): EngineClient {
  return createORPCClient(new SocketLink({ websocket: socket, plugins: plugins() }))
}
