// The audit logs of all sites as one list, newest last; and what can be said of each log (§ Audit).
import { type AuditRecord, openAuditDetail, readAudit } from '../../protocol/audit.ts'
import { isError } from '../../protocol/errors.ts'
import type { ProjectId, SiteId } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { AuditEntryView, AuditLogView, AuditRequest, AuditView } from '../../protocol/local-api-audit.ts'
import { decodeSigned } from '../../protocol/signed.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { entriesOf, lastSeq, lostEntries, stateOfLog, verifyLog } from '../work/audit/read-logs.ts'
import type { Site } from '../work/site.ts'
import { findProject, findSite } from './references.ts'

const BREATHES_EVERY = 1024

interface Wanted {
  readonly since: number | undefined
  readonly project: ProjectId | undefined
  readonly act: string | undefined
  readonly limit: number
}
/** `order`: its place in the list; within a log it never falls, whatever its site's clock did. */
interface Placed {
  readonly record: AuditRecord
  readonly order: number
  readonly lost: boolean
}

export async function readAuditLogs(
  context: NodeContext,
  request: AuditRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<AuditView> {
  const { site } = joinedOf(context)
  const authors = request.site === undefined ? knownAuthors(site) : [findSite(site.members, request.site).site]
  const wanted: Wanted = {
    since: request.since,
    project: request.project === undefined ? undefined : findProject(site.projects, request.project).id,
    act: request.act,
    limit: request.limit,
  }
  let placed: Placed[] = []
  let more = false
  const logs: AuditLogView[] = []
  const breathe = (): Promise<void> => context.ports.clock.wait(0, signal)
  for (const [at, author] of authors.entries()) {
    signal.throwIfAborted()
    const note = request.verify ? `checking the log of ${site.members.nameOf(author)}` : null
    progress({ stage: 'read', bytes: 0, totalBytes: null, files: at, totalFiles: authors.length, note })
    const found = await readOne(site, author, wanted, breathe)
    const all = [...placed, ...found.placed].sort((a, b) => a.order - b.order)
    more ||= found.more || all.length > wanted.limit
    placed = all.slice(-wanted.limit)
    logs.push(await logView(site, author, request.verify ? breathe : undefined, found.why))
  }
  return { entries: placed.map(entry => entryView(site, entry)), more, logs }
}

/** Members, those that were revoked, and this site; the order is that of the membership. */
function knownAuthors(site: Site): SiteId[] {
  return [...new Set([...site.members.current.members.keys(), site.me])]
}

async function readOne(
  site: Site,
  author: SiteId,
  { since, project, act, limit }: Wanted,
  breathe: () => Promise<void>,
): Promise<{ placed: Placed[]; more: boolean; why: string | undefined }> {
  const isFiltered = since !== undefined || project !== undefined || act !== undefined
  // Without a filter the last entries are the wanted ones; a log can be long.
  const fromSeq = isFiltered ? 1 : Math.max(1, lastSeq(site, author) - limit + 1)
  const isWanted = (record: AuditRecord) =>
    (since === undefined || record.time >= since) &&
    (project === undefined || record.project === project) &&
    (act === undefined || record.act === act)
  let placed: Placed[] = []
  const lost: Placed[] = lostEntries(site, author)
    .filter(isWanted)
    .map(record => ({ record, order: record.time, lost: true }))
  let more = fromSeq > 1
  let order = Number.NEGATIVE_INFINITY
  try {
    let read = 0
    for await (const { value } of entriesOf(site, author, fromSeq)) {
      if (++read % BREATHES_EVERY === 0) await breathe()
      const record = readable(value)
      if (record === undefined) continue
      order = Math.max(order, record.time)
      if (!isWanted(record)) continue
      placed.push({ record, order, lost: false })
      if (placed.length > 2 * limit) {
        placed = placed.slice(-limit)
        more = true
      }
    }
  } catch (error) {
    if (!isError(error)) throw error
    return { placed: [...lost, ...placed], more, why: `a part of its catalog is missing here: ${error.message}` }
  }
  return { placed: [...lost, ...placed], more, why: undefined }
}

/** Undefined for what is no entry; `--verify` tells of it. */
function readable(value: Uint8Array): AuditRecord | undefined {
  try {
    return readAudit(decodeSigned(value))
  } catch (error) {
    if (!isError(error)) throw error
    return undefined
  }
}

async function logView(
  site: Site,
  author: SiteId,
  verify: (() => Promise<void>) | undefined,
  missing: string | undefined,
): Promise<AuditLogView> {
  const { state, why, asOf } = stateOfLog(site, author)
  const breaks = site.auditWatch
    .breaks(author)
    .map(({ at, kind, what, lost }) => ({ at, kind, what, lost: lost.length }))
  const view = {
    site: named(site, author),
    state: missing === undefined ? state : ('behind' as const),
    why: missing ?? why ?? null,
    asOf: asOf ?? null,
    entries: lastSeq(site, author),
    verified: null,
    problems: [],
    breaks,
  }
  if (verify === undefined || state === 'unread') return { ...view, entries: state === 'unread' ? null : view.entries }
  try {
    const { problems, holdsSeen, entries } = await verifyLog(site, author, verify)
    const seen = lastSeq(site, author)
    const lost = holdsSeen ? [] : [{ seq: seen, what: `it no longer holds what was seen of it up to entry ${seen}` }]
    const all = [...lost, ...problems]
    const isBroken = all.length > 0 || breaks.length > 0
    // What is not whole is not known to be in order.
    return { ...view, entries, verified: isBroken ? false : state === 'whole' ? true : null, problems: all }
  } catch (error) {
    if (!isError(error)) throw error
    return { ...view, state: 'behind', why: missing ?? error.message }
  }
}

function entryView(site: Site, { record, lost }: Placed): AuditEntryView {
  const { author, seq, time, act, project, site: about, snapshot, by } = record
  const detail = detailOf(site, record)
  return {
    site: named(site, author),
    seq,
    at: time,
    act,
    project: project === undefined ? null : { id: project, name: site.projects.get(project)?.name ?? null },
    about: about === undefined ? null : named(site, about),
    snapshot: snapshot ?? null,
    by: by === undefined ? null : Buffer.from(by).toString('hex'),
    who: detail?.who || null,
    text: detail?.text || null,
    sealed: record.sealed.byteLength > 0 && detail === undefined,
    lost,
  }
}

/** The words name their ring; undefined where this site holds no key to them. */
function detailOf({ rings }: Site, record: AuditRecord) {
  if (record.sealed.byteLength === 0) return undefined
  for (const ring of rings.values()) {
    try {
      return openAuditDetail(ring, record)
    } catch (error) {
      if (!isError(error, 'KEY_MISSING') && !isError(error, 'MESSAGE_INVALID')) throw error
    }
  }
  return undefined
}

function named(site: Site, id: SiteId): { id: SiteId; name: string } {
  return { id, name: site.members.nameOf(id) }
}
