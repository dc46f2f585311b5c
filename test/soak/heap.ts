// What a running daemon has in memory once everything it no longer needs is collected, asked through Node's inspector:
// the daemon itself knows nothing of it.
import { setTimeout as wait } from 'node:timers/promises'

export interface Memory {
  /** Bytes of the JavaScript heap in use, and those outside it that belong to it (buffers). */
  readonly heap: number
  /** Of the heap, what the engine has compiled: it grows until the last function that can become hot has. */
  readonly code: number
  readonly external: number
  readonly rss: number
}

/** Node's options that open the inspector on a free port of loopback; its address stands in the daemon's log. */
export const INSPECT = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

const COLLECTIONS = 4
const BETWEEN_MS = 500
const ASKED = `JSON.stringify({
  ...process.memoryUsage(),
  code: process.getBuiltinModule('v8').getHeapSpaceStatistics()
    .filter(({ space_name }) => /code|trusted/.test(space_name))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0),
})`

/** The inspector's address of the process that wrote the end of this log. */
export function inspectorIn(log: string): string {
  const found = [...log.matchAll(/Debugger listening on (ws:\S+)/g)].at(-1)?.[1]
  if (found === undefined) throw new Error('the log names no inspector')
  return found
}

/** Collects all garbage, several times, since buffers are freed only after their owners; then measures. */
export async function collectedMemory(inspector: string): Promise<Memory> {
  const socket = new WebSocket(inspector)
  try {
    await new Promise<void>((opened, failed) => {
      socket.addEventListener('open', () => opened(), { once: true })
      socket.addEventListener('error', () => failed(new Error(`${inspector} does not answer`)), { once: true })
    })
    for (let time = 0; time < COLLECTIONS; time++) {
      await call(socket, 'HeapProfiler.collectGarbage', {})
      await wait(BETWEEN_MS)
    }
    const answer = await call(socket, 'Runtime.evaluate', { expression: ASKED, returnByValue: true })
    const { value } = (answer as { result: { value: string } }).result
    const { heapUsed, external, rss, code } = JSON.parse(value) as NodeJS.MemoryUsage & { readonly code: number }
    return { heap: heapUsed, code, external, rss }
  } finally {
    socket.close()
  }
}

let lastId = 0

function call(socket: WebSocket, method: string, params: object): Promise<unknown> {
  const id = ++lastId
  return new Promise((done, failed) => {
    const listen = ({ data }: MessageEvent): void => {
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown; error?: { message: string } }
      if (answer.id !== id) return
      socket.removeEventListener('message', listen)
      if (answer.error) failed(new Error(`${method}: ${answer.error.message}`))
      else done(answer.result)
    }
    socket.addEventListener('message', listen)
    socket.addEventListener('close', () => failed(new Error(`${method}: the daemon closed the inspector`)), {
      once: true,
    })
    socket.send(JSON.stringify({ id, method, params }))
  })
}
