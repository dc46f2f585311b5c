// A machine that was set back in time has lost the end of its own audit log; a peer that followed its catalog still has it,
// signed by this very site. It is taken back before anything new is written, so that the log goes on as it was (§ Audit).
import { type AuditPlace, brokenLink } from '../../../protocol/audit.ts'
import { BEHIND_AUDIT, keys } from '../../../protocol/catalog.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import type { HeadRecord } from '../../../protocol/head.ts'
import { bytesOf, type MeshId, type SiteId } from '../../../protocol/ids.ts'
import { type LoadNode, scan } from '../../../protocol/merkle-map.ts'
import type { MapEntry } from '../../../protocol/merkle-map-node.ts'
import type { Log } from '../../ports.ts'
import type { Peers } from '../peers.ts'
import type { AuditLog } from './audit.ts'
import { readEntry } from './check-log.ts'

interface Options {
  readonly mesh: MeshId
  readonly me: SiteId
  readonly peers: Pick<Peers, 'catalog'>
  readonly audit: AuditLog
  readonly log: Log
}

/** More is left where it is, and the log told as a fork by those who saw it. */
const TAKEN_AT_MOST = 10_000

/** `head`: one of this site's own, verified, that this disk does not know; `from` has its catalog, or fails at nothing else. */
export async function takeBackLog(
  options: Options,
  head: HeadRecord,
  from: SiteId,
  signal: AbortSignal,
): Promise<void> {
  const { me, peers, audit, log } = options
  const load: LoadNode = async hash => {
    const request = { author: bytesOf(me), root: bytesOf(head.root), nodes: [bytesOf(hash)] }
    const [node] = (await peers.catalog(from, request, signal)).nodes
    if (node === undefined || node.byteLength === 0) throw new HoldfastError('NODE_GONE', `map node ${hash} is gone`)
    return node
  }
  try {
    const { last } = audit
    const entries: MapEntry[] = []
    for await (const entry of scan(head.root, { from: keys.audit(last?.seq ?? 1), to: BEHIND_AUDIT }, load)) {
      entries.push(entry)
      if (entries.length > TAKEN_AT_MOST) return
    }
    const lost = behind(options, last, entries)
    if (lost.length > 0 && (await audit.takeBack(lost)))
      log.warn({ from, entries: lost.length }, 'the end of the own audit log was taken back from a peer')
  } catch (error) {
    if (signal.aborted || !isError(error)) throw error
    log.warn({ from, err: error }, 'the own audit log could not be taken back')
  }
}

/** The entries behind `last`, which must be the first; none when they are not one log with it. */
function behind({ mesh, me }: Options, last: AuditPlace | undefined, entries: readonly MapEntry[]): Uint8Array[] {
  const lost: Uint8Array[] = []
  let place: AuditPlace | undefined
  for (const [index, { key, value }] of entries.entries()) {
    const record = readEntry(key, value, { mesh, author: me, signaturesFrom: 0 })
    if (typeof record === 'string') return []
    if (index === 0 && last !== undefined) {
      if (record.seq !== last.seq || record.hash !== last.hash) return []
    } else {
      if (brokenLink(place, record) !== undefined) return []
      lost.push(value)
    }
    place = record
  }
  return lost
}
