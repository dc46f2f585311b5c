// Speaks the local API: one HTTP request over the Unix socket a call, validated both ways (§ Local API).
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { HoldfastError, isErrorCode } from '../protocol/errors.ts'
import {
  failure,
  type Progress,
  progress,
  type RequestOf,
  type ResponseOf,
  ROUTES,
  type RouteName,
} from '../protocol/local-api.ts'

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
const line = z.discriminatedUnion('type', [
  progress,
  z.strictObject({ type: z.literal('done'), result: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('error'), ...failure.shape }),
])

/** `hint` is the command that would start the daemon. */
export function connectTo(socket: string, hint: string, signal: AbortSignal): Client {
  return {
    async call(name, request, onProgress) {
      const response = await send(socket, hint, name, request, signal)
      const isStream = response.headers['content-type'] === 'application/x-ndjson'
      const wire = isStream ? await readStream(response, onProgress, signal) : await readOnce(response, signal)
      const parsed = ROUTES[name].response.safeParse(wire)
      if (!parsed.success) throw unknownAnswer(z.prettifyError(parsed.error))
      return { value: parsed.data as ResponseOf<typeof name>, wire }
    },
  }
}

async function send<Name extends RouteName>(
  socket: string,
  hint: string,
  name: Name,
  request: RequestOf<Name>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const route = ROUTES[name]
  const schema: z.ZodType = route.request
  const fields = { ...(z.encode(schema, request) as Record<string, unknown>) }
  const path = route.path.replace(/:(\w+)/g, (_, field: string) => {
    const text = encodeURIComponent(String(fields[field]))
    delete fields[field]
    return text
  })
  const body = route.method === 'GET' ? undefined : JSON.stringify(fields)
  // Without a length Node sends the body of a DELETE unannounced, and the daemon takes it for another request.
  const headers =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return await new Promise((resolve, reject) => {
    const call = httpRequest({ socketPath: socket, method: route.method, path, headers, signal, agent: false })
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
  if (response.statusCode !== 200) throw errorOf(failure.safeParse(body).data)
  return body as Record<string, unknown>
}

async function readStream(
  response: IncomingMessage,
  onProgress: ((progress: Progress) => void) | undefined,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  try {
    for await (const text of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
      const parsed = line.safeParse(parseJson(text))
      if (!parsed.success) throw unknownAnswer(z.prettifyError(parsed.error))
      const event = parsed.data
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

function errorOf(sent: z.output<typeof failure> | undefined): HoldfastError {
  if (!sent) return unknownAnswer('an error without a code')
  const code = isErrorCode(sent.code) ? sent.code : 'INTERNAL'
  return new HoldfastError(code, sent.message, sent.hint === null ? {} : { hint: sent.hint })
}

function connectionError(cause: Error, socket: string, hint: string): HoldfastError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') {
    return new HoldfastError('NOT_ALLOWED', `no permission to open ${socket}`, {
      cause,
      hint: 'run it as the user of the daemon, or join the group that owns the socket',
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
