// Requests and answers of the local API held against their schemas (§ Local API). Loaded apart from client.ts: the schemas
// take longer to load than most answers to come.
import * as z from 'zod'
import {
  type Failure,
  failure,
  progress,
  type RequestOf,
  type ResponseOf,
  ROUTES,
  type RouteName,
} from '../protocol/local-api.ts'

/** As it goes over the socket. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly body: string | undefined
}

const line = z.discriminatedUnion('type', [
  progress,
  z.strictObject({ type: z.literal('done'), result: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('error'), ...failure.shape }),
])
export type Line = z.output<typeof line>

export function encodeCall<Name extends RouteName>(name: Name, request: RequestOf<Name>): Call {
  const route = ROUTES[name]
  const schema: z.ZodType = route.request
  const fields = { ...(z.encode(schema, request) as Record<string, unknown>) }
  const path = route.path.replace(/:(\w+)/g, (_, field: string) => {
    const text = encodeURIComponent(String(fields[field]))
    delete fields[field]
    return text
  })
  return { method: route.method, path, body: route.method === 'GET' ? undefined : JSON.stringify(fields) }
}

/** The value, or what is wrong with it, in words. */
export type Read<Value> = { readonly value: Value } | { readonly wrong: string }

export function readAnswer<Name extends RouteName>(name: Name, wire: unknown): Read<ResponseOf<Name>> {
  return read(ROUTES[name].response as unknown as z.ZodType<ResponseOf<Name>>, wire)
}

export function readLine(wire: unknown): Read<Line> {
  return read(line, wire)
}

export function readFailure(wire: unknown): Failure | undefined {
  return failure.safeParse(wire).data
}

function read<Value>(schema: z.ZodType<Value>, wire: unknown): Read<Value> {
  const parsed = schema.safeParse(wire)
  return parsed.success ? { value: parsed.data } : { wrong: z.prettifyError(parsed.error) }
}
