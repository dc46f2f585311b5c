// From an HTTP request to a validated call of the local API: route, bounded body, strict schema (§ Local API).
import type { IncomingMessage } from 'node:http'
import * as z from 'zod'
import { HoldfastError } from '../../protocol/errors.ts'
import { API_BODY_MAX, ROUTES, type RouteName } from '../../protocol/local-api.ts'

export interface Call {
  readonly route: RouteName
  readonly stream: boolean
  readonly request: unknown
}

/** Throws USAGE for anything that isn't a known route with a body of its shape, `signal.reason` when aborted. */
export async function readRequest(request: IncomingMessage, signal: AbortSignal): Promise<Call> {
  // Not through URL, which would take a project called ".." for a step up.
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const found = findRoute(request.method ?? 'GET', path)
  if (!found) throw new HoldfastError('USAGE', `the local API has no ${request.method} ${path}`)
  const route = ROUTES[found.name]
  const body = route.method === 'GET' ? {} : await readBody(request, signal)
  for (const name of Object.keys(found.parameters)) {
    if (Object.hasOwn(body, name)) throw new HoldfastError('USAGE', `"${name}" stands in the path, not in the body`)
  }
  const parsed = route.request.safeParse({ ...body, ...found.parameters })
  if (!parsed.success) throw new HoldfastError('USAGE', `bad request: ${z.prettifyError(parsed.error)}`)
  return { route: found.name, stream: route.stream, request: parsed.data }
}

interface Found {
  readonly name: RouteName
  readonly parameters: Record<string, string>
}

function findRoute(method: string, path: string): Found | undefined {
  const parts = path.split('/')
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    if (ROUTES[name].method !== method) continue
    const parameters = matchPath(ROUTES[name].path.split('/'), parts)
    if (parameters) return { name, parameters }
  }
  return undefined
}

function matchPath(wanted: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? ''
    if (part.startsWith(':')) parameters[part.slice(1)] = decodePart(text)
    else if (part !== text) return undefined
  }
  return parameters
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new HoldfastError('USAGE', `"${text}" is not percent-encoded text`, { cause })
  }
}

async function readBody(request: IncomingMessage, signal: AbortSignal): Promise<object> {
  const parts: Buffer[] = []
  let length = 0
  // A caller that never ends its body must not keep the daemon from stopping.
  const stop = () => request.destroy()
  signal.addEventListener('abort', stop, { once: true })
  using _listening = { [Symbol.dispose]: () => signal.removeEventListener('abort', stop) }
  // A refused body must not destroy the socket that carries the refusal.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.byteLength
    if (length > API_BODY_MAX) throw new HoldfastError('USAGE', `a request body has at most ${API_BODY_MAX} bytes`)
    parts.push(part)
  }
  if (length === 0) return {}
  let body: unknown
  try {
    body = JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (cause) {
    throw new HoldfastError('USAGE', 'the request body is not JSON', { cause })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HoldfastError('USAGE', 'the request body is not a JSON object')
  return body
}
