// Evidence that an audit log was changed behind its author's signature: the heads before and after, and the entries that
// are no longer in it, kept over restarts. The entries are signed by their author, so anyone can check them (§ Audit).
import { AUDIT_ENTRY_BYTES } from '../../../protocol/audit.ts'
import type { SiteId } from '../../../protocol/ids.ts'

export interface LogBreak {
  /** Wall ms of this site when it was found. */
  readonly at: number
  /** A fork may have an innocent cause: the author began anew from an older state, as a restored machine does. */
  readonly kind: 'audit' | 'fork'
  readonly what: string
  /** Encoded Signed heads; `before` the one whose catalog held what is gone. */
  readonly before: Uint8Array | undefined
  readonly after: Uint8Array
  /** Entries that are no longer in the log: encoded Signed messages. */
  readonly lost: readonly Uint8Array[]
}

interface State {
  readonly state: ReadonlyMap<string, Uint8Array>
  setState(key: string, value: Uint8Array | undefined): Promise<void>
}

/** Of one site; what comes later is told in the ledger alone. */
const BREAKS_KEPT = 8
const LOST_KEPT = 32
const PREFIX = 'audit-break/'

/** Keeps a break; resolves when it is durable. */
export async function keepBreak(promises: State, author: SiteId, found: LogBreak): Promise<void> {
  const free = Array.from({ length: BREAKS_KEPT }, (_, at) => keyOf(author, at)).find(key => !promises.state.has(key))
  if (free !== undefined) await promises.setState(free, encodeBreak(found))
}

export function breaksOf({ state }: Pick<State, 'state'>, author: SiteId): LogBreak[] {
  return Array.from({ length: BREAKS_KEPT }, (_, at) => state.get(keyOf(author, at))).flatMap(bytes =>
    bytes === undefined ? [] : [decodeBreak(bytes)],
  )
}

function keyOf(author: SiteId, at: number): string {
  return `${PREFIX}${author}/${at}`
}

function encodeBreak({ at, kind, what, before, after, lost }: LogBreak): Uint8Array {
  const kept = lost.filter(value => value.byteLength <= AUDIT_ENTRY_BYTES).slice(0, LOST_KEPT)
  return Buffer.from(
    JSON.stringify({ at, kind, what, before: before && text(before), after: text(after), lost: kept.map(text) }),
  )
}

function decodeBreak(bytes: Uint8Array): LogBreak {
  const { at, kind, what, before, after, lost } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
    at: number
    kind: LogBreak['kind']
    what: string
    before?: string
    after: string
    lost: string[]
  }
  const raw = (value: string): Uint8Array => Buffer.from(value, 'base64')
  return {
    at,
    kind,
    what,
    before: before === undefined ? undefined : raw(before),
    after: raw(after),
    lost: lost.map(raw),
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
