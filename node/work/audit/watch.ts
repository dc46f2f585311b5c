// Watches other sites' audit logs as their catalogs are followed: a log may only grow at its end. How far each was seen is
// a promise, so that a tail cut while this site was off shows too; what contradicts it is kept as evidence (§ Audit).
import type { AuditPlace } from '../../../protocol/audit.ts'
import { brokenLink } from '../../../protocol/audit.ts'
import { BEHIND_AUDIT, keys, prefixes } from '../../../protocol/catalog.ts'
import { isError } from '../../../protocol/errors.ts'
import { type HeadRecord, readHead } from '../../../protocol/head.ts'
import type { MeshId, NodeHash, SiteId } from '../../../protocol/ids.ts'
import { EMPTY_ROOT, getValue, type LoadNode, scan } from '../../../protocol/merkle-map.ts'
import { diff } from '../../../protocol/merkle-map-diff.ts'
import { compareKeys } from '../../../protocol/merkle-map-node.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import { decodeSigned, encodeSigned } from '../../../protocol/signed.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Edit } from '../mesh/view.ts'
import type { Suspects } from '../suspects.ts'
import { breaksOf, keepBreak, type LogBreak } from './breaks.ts'
import { type CheckedLog, checkLog, readEntry } from './check-log.ts'

/** One step of an author's catalog: its map was `have`, and is that of `head` from now on. */
export interface CatalogStep {
  readonly have: NodeHash
  readonly head: HeadRecord
  readonly signed: pb.Signed
  /** What changed, ascending by key. */
  readonly edits: readonly Edit[]
  /** Loads nodes of both maps. */
  readonly load: LoadNode
}

/** The newest entry seen, and the head in whose catalog it was first seen. */
interface Seen extends AuditPlace {
  readonly value: Uint8Array
  readonly head: Uint8Array
}

interface Options {
  readonly mesh: MeshId
  readonly promises: {
    readonly state: ReadonlyMap<string, Uint8Array>
    setState(key: string, value: Uint8Array | undefined): Promise<void>
  }
  readonly suspects: Pick<Suspects, 'report'>
}

const AUDIT = prefixes.audit()
const SEEN = 'audit-seen/'
/** More new entries than this are vouched for by the chain to the newest of them. */
const SIGNATURES_AT_ONCE = 1024
/** As many as a break keeps. */
const LOST_LOOKED_UP = 32

export class AuditWatch {
  readonly #options: Options
  readonly #ports: { readonly clock: Pick<Clock, 'wall'>; readonly log: Log }
  /** Authors whose newest log could not be checked, such as where a node of the map is missing here. */
  readonly #unchecked = new Set<SiteId>()

  constructor(options: Options, ports: { readonly clock: Pick<Clock, 'wall'>; readonly log: Log }) {
    this.#options = options
    this.#ports = ports
  }

  /** How far the author's log was seen. */
  seen(author: SiteId): AuditPlace | undefined {
    return this.#seen(author)
  }

  /** False: what it says now could not be read yet. */
  isChecked(author: SiteId): boolean {
    return !this.#unchecked.has(author)
  }

  breaks(author: SiteId): LogBreak[] {
    return breaksOf(this.#options.promises, author)
  }

  /** Checks what a step does to the author's log; what was seen, and what contradicts it, is durable when this resolves. */
  async follow(author: SiteId, step: CatalogStep): Promise<void> {
    const edits = step.edits.filter(({ key }) => isAudit(key))
    if (edits.length === 0 && !this.#unchecked.has(author)) return
    const seen = this.#seen(author)
    const grown = this.#unchecked.has(author) ? undefined : this.#grown(author, seen, edits)
    if (grown !== undefined) return this.#keepSeen(author, grown, step)
    try {
      await this.#checkWhole(author, seen, step)
      this.#unchecked.delete(author)
    } catch (error) {
      if (!isError(error)) throw error
      this.#unchecked.add(author)
      this.#ports.log.warn({ site: author, err: error }, 'an audit log could not be checked yet')
    }
  }

  /** The newest entry, where the edits do nothing but add to the end of the log; the usual case. */
  #grown(author: SiteId, seen: Seen | undefined, edits: readonly Edit[]): Omit<Seen, 'head'> | undefined {
    const signaturesFrom = (seen?.seq ?? 0) + 1 + Math.max(0, edits.length - SIGNATURES_AT_ONCE)
    let last: Omit<Seen, 'head'> | undefined = seen
    for (const { key, value } of edits) {
      const record = value && readEntry(key, value, { mesh: this.#options.mesh, author, signaturesFrom })
      if (record === undefined || typeof record === 'string') return undefined
      if (brokenLink(last, record) !== undefined) return undefined
      last = { seq: record.seq, hash: record.hash, value: value! }
    }
    return last
  }

  async #checkWhole(author: SiteId, seen: Seen | undefined, step: CatalogStep): Promise<void> {
    const { head, load } = step
    const log = await checkLog(scan(head.root, { prefix: AUDIT }, load), {
      mesh: this.#options.mesh,
      author,
      seen,
      signaturesFrom: (seen?.seq ?? 0) + 1,
    })
    if (!log.holdsSeen || log.problems.length > 0) await this.#keepBreak(author, seen, log, step)
    await this.#keepSeen(author, log.last, step)
  }

  async #keepBreak(author: SiteId, seen: Seen | undefined, log: CheckedLog, step: CatalogStep): Promise<void> {
    const { promises, suspects } = this.#options
    const before = seen && readHead(decodeSigned(seen.head))
    // Whoever began anew from an older state has a log in order under another incarnation: what a restored image does.
    const isFork =
      log.problems.length === 0 && before !== undefined && Buffer.compare(before.nonce, step.head.nonce) !== 0
    const lost = await this.#lost(seen, step)
    const what = breakWords(seen, log, lost.length)
    this.#ports.log.error({ site: author, what }, 'an audit log is not what it was')
    await keepBreak(promises, author, {
      at: this.#ports.clock.wall(),
      kind: isFork ? 'fork' : 'audit',
      what,
      before: seen?.head,
      after: encodeSigned(step.signed),
      lost,
    })
    suspects.report(author, isFork ? 'fork' : 'audit', what)
  }

  /** Entries that the log held before this step and no longer does. */
  async #lost(seen: Seen | undefined, { have, head, load }: CatalogStep): Promise<Uint8Array[]> {
    const lost: Uint8Array[] = []
    if (have !== EMPTY_ROOT) {
      for await (const { key, before } of diff(have, head.root, load)) {
        if (lost.length === LOST_LOOKED_UP || compareKeys(key, BEHIND_AUDIT) >= 0) break
        if (before !== undefined && isAudit(key)) lost.push(before)
      }
    }
    if (lost.length > 0 || seen === undefined) return lost
    const now = await getValue(head.root, keys.audit(seen.seq), load)
    return now !== undefined && Buffer.compare(now, seen.value) === 0 ? [] : [seen.value]
  }

  #seen(author: SiteId): Seen | undefined {
    const bytes = this.#options.promises.state.get(SEEN + author)
    if (bytes === undefined) return undefined
    const { seq, hash, value, head } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<
      'hash' | 'value' | 'head',
      string
    > & { seq: number }
    return { seq, hash, value: Buffer.from(value, 'base64'), head: Buffer.from(head, 'base64') }
  }

  async #keepSeen(author: SiteId, last: Omit<Seen, 'head'> | undefined, { signed }: CatalogStep): Promise<void> {
    const { promises } = this.#options
    const known = this.#seen(author)
    if (last?.seq === known?.seq && last?.hash === known?.hash) return
    const text = last && {
      seq: last.seq,
      hash: last.hash,
      value: Buffer.from(last.value).toString('base64'),
      head: Buffer.from(encodeSigned(signed)).toString('base64'),
    }
    await promises.setState(SEEN + author, text && Buffer.from(JSON.stringify(text)))
  }
}

function isAudit(key: Uint8Array): boolean {
  return AUDIT.every((byte, at) => key[at] === byte)
}

function breakWords(seen: AuditPlace | undefined, log: CheckedLog, lost: number): string {
  const [problem] = log.problems
  const end = log.last?.seq ?? 0
  const parts: string[] = []
  if (seen !== undefined && !log.holdsSeen) {
    const kept = lost > 0 ? `; ${lost === 1 ? 'one that is gone is' : `${lost} that are gone are`} kept here` : ''
    if (end < seen.seq) parts.push(`its audit log ends at entry ${end}, and went to entry ${seen.seq} before${kept}`)
    else parts.push(`up to entry ${seen.seq} its audit log is not what it was${kept}`)
  }
  if (problem !== undefined) parts.push(parts.length === 0 ? `in its audit log ${problem.what}` : problem.what)
  return parts.join('; ')
}
