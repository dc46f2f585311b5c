// From a call's outcome to HTTP: one JSON document, or JSON Lines of progress that end in done or error (§ Local API).
import type { ServerResponse } from 'node:http'
import * as z from 'zod'
import { ERRORS, type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import { type Failure, type Progress, ROUTES, type RouteName } from '../../protocol/local-api.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import type { Clock, Log, Ports } from '../ports.ts'
import type { Handlers } from './operations.ts'
import type { Call } from './request.ts'

const PROGRESS_EVERY_MS = 200

/** A call that its caller may make. */
export interface Allowed extends Call {
  readonly caller: Caller
}

// The route decides which request belongs to which handler; the schemas have checked both, the compiler can't.
type PlainHandler = (request: unknown, signal: AbortSignal, caller: Caller) => Promise<unknown>
type StreamHandler = (
  request: unknown,
  progress: (p: Progress) => void,
  signal: AbortSignal,
  caller: Caller,
) => Promise<unknown>

export async function answerOnce(
  response: ServerResponse,
  call: Allowed,
  handlers: Handlers,
  signal: AbortSignal,
): Promise<void> {
  const handler = handlers[call.route].bind(handlers) as PlainHandler
  const body = toWire(call.route, await handler(call.request, signal, call.caller))
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

export async function answerStream(
  response: ServerResponse,
  call: Allowed,
  handlers: Handlers,
  ports: Ports,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  response.flushHeaders()
  const write = (event: object) => {
    if (!response.destroyed) response.write(`${JSON.stringify(event)}\n`)
  }
  const handler = handlers[call.route].bind(handlers) as StreamHandler
  try {
    const result = await handler(call.request, progressWriter(response, write, ports.clock), signal, call.caller)
    write({ type: 'done', result: toWire(call.route, result) })
  } catch (error) {
    write({ type: 'error', ...failureOf(signal.aborted ? signal.reason : error, ports.log) })
  }
  response.end()
}

/** Answers an error that came before anything was sent. */
export function answerFailure(response: ServerResponse, error: unknown, log: Log): void {
  const failure = failureOf(error, log)
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  response.writeHead(ERRORS[failure.code as ErrorCode].http, {
    'content-type': 'application/json',
    connection: 'close',
  })
  response.end(JSON.stringify(failure))
}

/** Progress may be dropped: only the newest matters, and a slow reader must not make the daemon buffer. */
function progressWriter(
  response: ServerResponse,
  write: (event: object) => void,
  clock: Clock,
): (progress: Progress) => void {
  let last: Progress | undefined
  let lastAt = 0
  return progress => {
    const now = clock.monotonic()
    const news = progress.stage !== last?.stage || progress.note !== last.note
    if (!news && (now - lastAt < PROGRESS_EVERY_MS || response.writableNeedDrain)) return
    last = { ...progress }
    lastAt = now
    write({ type: 'progress', ...progress })
  }
}

function toWire(route: RouteName, result: unknown): unknown {
  const schema: z.ZodType = ROUTES[route].response
  return z.encode(schema, result)
}

function failureOf(error: unknown, log: Log): Failure {
  if (error instanceof HoldfastError) {
    if (error.code === 'INTERNAL') log.error({ err: error }, 'the local API failed')
    return { code: error.code, message: error.message, hint: error.hint ?? null }
  }
  log.error({ err: error }, 'the local API failed')
  const what = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message: `unexpected: ${what}`, hint: 'holdfast status; the daemon log has the details' }
}
