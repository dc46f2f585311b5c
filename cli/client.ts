// Speaks the local API: one HTTP request over the Unix socket a call, validated both ways (§ Local API).
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { HoldfastError, isError, isErrorCode } from '../protocol/errors.ts'
import type { Failure, Progress, RequestOf, ResponseOf, RouteName } from '../protocol/local-api.ts'
import { readStatus } from '../protocol/local-api-status-plain.ts'
import { PLAIN_ACCESS } from './access.ts'
import type { Call } from './checked.ts'

// An import of node:http would also load the fetch of Node, which takes longer than a whole call.
const { request: httpRequest } = process.getBuiltinModule('node:http')

/** `value` for the code; `wire` is the same as JSON, for `--json`. */
export interface Answer<Name extends RouteName> {
  readonly value: ResponseOf<Name>
  readonly wire: Record<string, unknown>
}

export interface Client {
  /** Throws what the daemon threw; NO_DAEMON when none answers; `signal.reason` when aborted. */
  call<Name extends RouteName>(
    route: Name,
    request: RequestOf<Name>,
    onProgress?: (progress: Progress) => void,
  ): Promise<Answer<Name>>
}

const ANSWER_MAX = 64 * 1024 * 1024

/** `hint` is the command that would start the daemon. */
export function connectTo(socket: string, hint: string, signal: AbortSignal, access = PLAIN_ACCESS): Client {
  let place = socket
  return {
    async call<Name extends RouteName>(
      name: Name,
      request: RequestOf<Name>,
      onProgress?: (progress: Progress) => void,
    ): Promise<Answer<Name>> {
      const call = name === 'status' ? STATUS : (await loadChecked()).encodeCall(name, request)
      const response = await reach(call)
      const isStream = response.headers['content-type'] === 'application/x-ndjson'
      const wire = isStream ? await readStream(response, onProgress, signal) : await readOnce(response, signal)
      const status = name === 'status' ? readStatus(wire) : undefined
      if (status !== undefined) return { value: status as ResponseOf<Name>, wire }
      const read = (await loadChecked()).readAnswer(name, wire)
      if ('wrong' in read) throw unknownAnswer(read.wrong)
      return { value: read.value, wire }
    },
  }

  async function reach(call: Call): Promise<IncomingMessage> {
    const token = await access.token()
    try {
      return await send(place, hint, call, token, signal)
    } catch (error) {
      const { readSocket } = access
      if (!isRefused(error) || readSocket === undefined || place === readSocket) throw error
      const response = await send(readSocket, hint, call, token, signal).catch(() => undefined)
      if (response === undefined) throw error
      place = readSocket
      access.onReadOnly?.()
      return response
    }
  }
}

function isRefused(error: unknown): boolean {
  return isError(error, 'NOT_ALLOWED')
}

/** What monitors ask again and again goes without the schemas. */
const STATUS: Call = { method: 'GET', path: '/v1/status', body: undefined }
const loadChecked = () => import('./checked.ts')

async function send(
  socket: string,
  hint: string,
  { method, path, body }: Call,
  token: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // Without a length Node sends the body of a DELETE unannounced, and the daemon takes it for another request.
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  return await new Promise((resolve, reject) => {
    const call = httpRequest({ socketPath: socket, method, path, headers, signal, agent: false })
    call.once('response', resolve)
    call.once('error', cause => reject(signal.aborted ? signal.reason : connectionError(cause, socket, hint)))
    call.end(body)
  })
}

async function readOnce(response: IncomingMessage, signal: AbortSignal): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.byteLength
      if (length > ANSWER_MAX) throw unknownAnswer('it is too long')
      parts.push(part)
    }
  } catch (cause) {
    throw signal.aborted ? signal.reason : cutOff(cause)
  }
  const body = parseJson(Buffer.concat(parts).toString('utf8'))
  if (response.statusCode !== 200) throw errorOf((await loadChecked()).readFailure(body))
  return body as Record<string, unknown>
}

async function readStream(
  response: IncomingMessage,
  onProgress: ((progress: Progress) => void) | undefined,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const { readLine } = await loadChecked()
  try {
    for await (const text of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
      const read = readLine(parseJson(text))
      if ('wrong' in read) throw unknownAnswer(read.wrong)
      const event = read.value
      if (event.type === 'done') return event.result
      if (event.type === 'error') throw errorOf(event)
      const { type: _, ...figures } = event
      onProgress?.(figures)
    }
  } catch (cause) {
    throw signal.aborted ? signal.reason : cause instanceof HoldfastError ? cause : cutOff(cause)
  }
  throw signal.aborted ? signal.reason : cutOff(undefined)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unknownAnswer('it is not JSON', cause)
  }
}

function errorOf(sent: Failure | undefined): HoldfastError {
  if (!sent) return unknownAnswer('an error without a code')
  const code = isErrorCode(sent.code) ? sent.code : 'INTERNAL'
  return new HoldfastError(code, sent.message, sent.hint === null ? {} : { hint: sent.hint })
}

function connectionError(cause: Error, socket: string, hint: string): HoldfastError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') {
    return new HoldfastError('NOT_ALLOWED', `no permission to open ${socket}`, {
      cause,
      hint: 'run it as the user of the daemon, join the group that owns the socket, or ask for its read socket and a token',
    })
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') {
    return new HoldfastError('NO_DAEMON', `nothing answers on ${socket}`, { cause, hint })
  }
  return cutOff(cause)
}

function cutOff(cause: unknown): HoldfastError {
  return new HoldfastError('NO_DAEMON', 'the daemon went away before it had answered', {
    cause,
    hint: 'look at the end of daemon.log in its home, then: holdfast up',
  })
}

function unknownAnswer(why: string, cause?: unknown): HoldfastError {
  return new HoldfastError('INTERNAL', `the daemon's answer can't be understood: ${why}`, {
    cause,
    hint: 'daemon and command line may be of different versions: holdfast stop, then holdfast up',
  })
}
