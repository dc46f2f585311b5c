// The local API's server: HTTP + JSON on a Unix socket (§ Local API). Node can't read who is at the other end: so the mode
// of the file decides who may open it, every socket has a scope, and a token may stand for another.
import { chmod, mkdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Caller, LOCAL_CALLER } from '../../protocol/local-api-scope.ts'
import type { Ports } from '../ports.ts'
import { answerFailure, answerOnce, answerStream } from './answer.ts'
import { allow, type Callers, callerOf, NO_TOKENS } from './callers.ts'
import { handlersOf, type Operations } from './operations.ts'
import { readRequest } from './request.ts'

/** Linux's sun_path holds 108 bytes with the closing zero. */
const SOCKET_PATH_MAX = 107
const LAST_WORDS_MS = 1000
/** How long a caller may take to say what it wants, where there is room for few. */
const SILENT_MS = 5_000

export interface ApiServer extends AsyncDisposable {
  readonly socket: string
}

/** One way in: who may open it, and as whom they come. */
export interface Door {
  readonly mode: number
  readonly caller: Caller
  /** At once; more are closed unheard, so that who may only look can't use up what the others need. */
  readonly connections?: number
}

/** Everything, for the daemon's user and group. */
export const CONTROL_DOOR: Door = { mode: 0o660, caller: LOCAL_CALLER }

/**
 * Serves `operations` on the Unix socket at `socket`, replacing one that a dead process left behind.
 * Disposing aborts what is running and removes the socket. Throws CONFIG_INVALID (path too long), BUSY (someone
 * answers there).
 */
export async function startApi(
  socket: string,
  operations: Operations,
  ports: Ports,
  callers: Callers = NO_TOKENS,
  door: Door = CONTROL_DOOR,
): Promise<ApiServer> {
  if (Buffer.byteLength(socket) > SOCKET_PATH_MAX) {
    throw new HoldfastError('CONFIG_INVALID', `the socket path ${socket} is over ${SOCKET_PATH_MAX} bytes`, {
      hint: 'give a shorter one with --socket',
    })
  }
  await mkdir(dirname(socket), { recursive: true, mode: (door.mode & 0o006) === 0 ? 0o700 : 0o755 })
  await removeStale(socket)

  const handlers = handlersOf(operations)
  const closing = new AbortController()
  const running = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const answered = answer(request, response)
    running.add(answered)
    void answered.finally(() => running.delete(answered))
  })

  if (door.connections !== undefined) {
    server.maxConnections = door.connections
    server.headersTimeout = SILENT_MS
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(new HoldfastError('STOPPED', 'the caller went away'))
    })
    const signal = AbortSignal.any([gone.signal, closing.signal])
    try {
      const caller = callerOf(request, door.caller, callers)
      const call = allow(await readRequest(request, signal), caller, callers)
      if (call.stream) await answerStream(response, call, handlers, ports, signal)
      else await answerOnce(response, call, handlers, signal)
    } catch (error) {
      answerFailure(response, signal.aborted ? signal.reason : error, ports.log)
    }
  }

  await listen()
  await chmod(socket, door.mode)
  return {
    socket,
    async [Symbol.asyncDispose]() {
      const gone = new AbortController()
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      closing.abort(new HoldfastError('STOPPED', 'the daemon is stopping'))
      await Promise.all(running)
      server.closeIdleConnections()
      // What was answered may still be on its way to a slow reader, who gets a moment and no more.
      await Promise.race([closed, ports.clock.wait(LAST_WORDS_MS, gone.signal)])
      gone.abort()
      server.closeAllConnections()
      await closed
    },
  }

  function listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      // The socket is bound before listen() returns, so at no moment does it exist with wider permissions.
      const before = process.umask(0o777 & ~door.mode)
      try {
        server.listen(socket, () => {
          server.off('error', reject)
          resolve()
        })
      } finally {
        process.umask(before)
      }
    })
  }
}

/** Removes a socket nobody answers on. Throws BUSY when a daemon does. */
async function removeStale(socket: string): Promise<void> {
  const answers = await new Promise<boolean>(resolve => {
    const probe = connect(socket)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
  if (answers) {
    throw new HoldfastError('BUSY', `a daemon already answers on ${socket}`, {
      hint: 'holdfast stop ends it; --home or --socket lets a second one run beside it',
    })
  }
  await rm(socket, { force: true })
}
