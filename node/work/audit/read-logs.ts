// The audit logs this site has, its own and those of the catalogs it follows, read where they stand: in maps, not in memory.
import { type AuditRecord, readAudit, verifyAudit } from '../../../protocol/audit.ts'
import { BEHIND_AUDIT, keys, prefixes } from '../../../protocol/catalog.ts'
import { isError } from '../../../protocol/errors.ts'
import { parseHead } from '../../../protocol/head.ts'
import type { SiteId } from '../../../protocol/ids.ts'
import { EMPTY_ROOT, scan } from '../../../protocol/merkle-map.ts'
import type { MapEntry } from '../../../protocol/merkle-map-node.ts'
import { decodeSigned } from '../../../protocol/signed.ts'
import type { Site } from '../site.ts'
import { type CheckedLog, checkLog } from './check-log.ts'

type Sources = Pick<Site, 'me' | 'mesh' | 'own' | 'audit' | 'auditWatch' | 'replicas'>

/** How much of a site's log is here. */
export interface LogState {
  readonly state: 'whole' | 'behind' | 'unread'
  readonly why: string | undefined
  /** Time of the head that was read, by its author's clock. */
  readonly asOf: number | undefined
}

export function stateOfLog({ me, own, replicas, auditWatch }: Sources, author: SiteId): LogState {
  if (author === me) return { state: 'whole', why: undefined, asOf: own.head?.time }
  const head = replicas.head(author)?.record
  if (head === undefined) return { state: 'unread', why: 'nothing was heard of its catalog yet', asOf: undefined }
  if (!auditWatch.isChecked(author))
    return {
      state: 'behind',
      why: 'a part of its catalog is missing here, so that its log could not be checked',
      asOf: undefined,
    }
  if (replicas.isCurrent(author)) return { state: 'whole', why: undefined, asOf: head.time }
  if (replicas.rootOf(author) === EMPTY_ROOT)
    return { state: 'unread', why: 'its catalog could not be fetched yet', asOf: undefined }
  return { state: 'behind', why: 'its newest catalog could not be fetched yet', asOf: undefined }
}

/** Entries from `fromSeq` on, in order. Rejects with NODE_GONE where the map is not whole here. */
export async function* entriesOf(sources: Sources, author: SiteId, fromSeq = 1): AsyncGenerator<MapEntry> {
  const { me, own, audit, replicas } = sources
  const range = { from: keys.audit(fromSeq), to: BEHIND_AUDIT }
  if (author !== me) {
    yield* scan(replicas.rootOf(author), range, hash => replicas.loadNode(hash))
    return
  }
  // What is to be listed is read before the root: an entry can only move from there to here meanwhile.
  const due = audit.due().map(value => ({ key: keys.audit(readAudit(decodeSigned(value)).seq), value }))
  let last: Uint8Array = prefixes.audit()
  for await (const entry of scan(own.root, range, own.load)) {
    last = entry.key
    yield entry
  }
  for (const entry of due)
    if (Buffer.compare(entry.key, last) > 0 && Buffer.compare(entry.key, range.from) >= 0) yield entry
}

/** The newest place known of a site's log. */
export function lastSeq({ me, audit, auditWatch }: Sources, author: SiteId): number {
  return (author === me ? audit.last?.seq : auditWatch.seen(author)?.seq) ?? 0
}

/** Checks a log from its beginning, every signature and that of the head it hangs from. Rejects with NODE_GONE. */
export async function verifyLog(sources: Sources, author: SiteId, breathe: () => Promise<void>): Promise<CheckedLog> {
  const { me, mesh, own, audit, auditWatch, replicas } = sources
  const seen = author === me ? audit.last : auditWatch.seen(author)
  const isWhole = stateOfLog(sources, author).state === 'whole'
  const root = author === me ? own.root : replicas.rootOf(author)
  const question = { mesh, author, seen, signaturesFrom: 0, breathe }
  const checked = await checkLog(entriesOf(sources, author), question)
  const problems = [...checked.problems]
  const signed = author === me ? own.signed : replicas.head(author)?.signed
  if (signed !== undefined && isWhole) {
    const head = parseHead(mesh, signed)
    if (head.author !== author) problems.push({ seq: 0, what: 'the head it hangs from is not its own' })
    // Its own map goes on while it is read; another's is what the head says, or it would not count as whole.
    if (author !== me && head.root !== root && replicas.rootOf(author) === root)
      problems.push({ seq: 0, what: 'the head names another map' })
  }
  // While a newer catalog is on its way, what was seen may stand in that one alone.
  const isSettled = isWhole && (author === me || (replicas.isCurrent(author) && replicas.rootOf(author) === root))
  return { ...checked, problems, holdsSeen: checked.holdsSeen || !isSettled }
}

/** Entries that were in the log once, by its author's own signature, and no longer are. */
export function lostEntries({ mesh, auditWatch }: Sources, author: SiteId): AuditRecord[] {
  return auditWatch.breaks(author).flatMap(({ lost }) =>
    lost.flatMap(value => {
      try {
        const signed = decodeSigned(value)
        verifyAudit(mesh, signed)
        const record = readAudit(signed)
        return record.author === author ? record : []
      } catch (error) {
        if (!isError(error)) throw error
        return []
      }
    }),
  )
}
