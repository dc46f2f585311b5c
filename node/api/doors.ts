// The sockets of a daemon, each with its scope: whoever may open the control socket may do everything, whoever may open
// the read socket may look (§ Local API, Callers). The modes of the files, and of the folders above, say who that is.
import { join } from 'node:path'
import type { Config } from '../../protocol/config.ts'
import { READING_CALLER } from '../../protocol/local-api-scope.ts'
import type { Ports } from '../ports.ts'
import type { Callers } from './callers.ts'
import type { Operations } from './operations.ts'
import { CONTROL_DOOR, startApi } from './server.ts'

/** Connections to the read socket at once. */
const READERS = 64

interface Place {
  readonly home: string
  /** The control socket. */
  readonly socket: string
  readonly config: Pick<Config, 'api'>
}

export async function openDoors(
  { home, socket, config }: Place,
  operations: Operations,
  callers: Callers,
  ports: Ports,
): Promise<AsyncDisposable> {
  await using scope = new AsyncDisposableStack()
  scope.use(await startApi(socket, operations, ports, callers, CONTROL_DOOR))
  const { read_socket: readSocket, read_socket_mode: mode } = config.api
  if (mode !== 'off') {
    const door = { mode: Number.parseInt(mode, 8), caller: READING_CALLER, connections: READERS }
    scope.use(await startApi(readSocket ?? join(home, 'read.sock'), operations, ports, callers, door))
  }
  return scope.move()
}
