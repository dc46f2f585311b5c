// Reads an audit log from its beginning and says whether it can be one log: places without gaps, each entry naming the
// one before, signed by its author, and holding what was seen of it earlier (§ Audit).
import { type AuditPlace, type AuditRecord, brokenLink, readAudit, verifyAudit } from '../../../protocol/audit.ts'
import { parseKey } from '../../../protocol/catalog.ts'
import { isError } from '../../../protocol/errors.ts'
import type { MeshId, SiteId } from '../../../protocol/ids.ts'
import type { MapEntry } from '../../../protocol/merkle-map-node.ts'
import { decodeSigned } from '../../../protocol/signed.ts'

export interface LogProblem {
  readonly seq: number
  /** One clause, for people. */
  readonly what: string
}
export interface CheckedLog {
  readonly entries: number
  /** The newest entry that could be read, and its bytes. */
  readonly last: (AuditPlace & { readonly value: Uint8Array }) | undefined
  /** The first ones. */
  readonly problems: readonly LogProblem[]
  /** False: the log does not hold what was seen of it earlier. */
  readonly holdsSeen: boolean
}

interface Question {
  readonly mesh: MeshId
  readonly author: SiteId
  /** What was seen of the log earlier: it must still hold it. */
  readonly seen: AuditPlace | undefined
  /** Signatures are verified from this place on; the chain vouches for what is before an entry that was verified. */
  readonly signaturesFrom: number
  /** Awaited now and then: lets others run, or stops it all. */
  readonly breathe?: () => Promise<void>
}

const PROBLEMS_TOLD = 16
/** Some 20 ms of verifying. */
const BREATHES_EVERY = 256

/** `entries` ascending, as in the map. Rejects with what they reject with, such as NODE_GONE. */
export async function checkLog(
  entries: AsyncIterable<MapEntry> | Iterable<MapEntry>,
  { mesh, author, seen, signaturesFrom, breathe }: Question,
): Promise<CheckedLog> {
  const problems: LogProblem[] = []
  const tell = (seq: number, what: string): void => {
    if (problems.length < PROBLEMS_TOLD) problems.push({ seq, what })
  }
  let count = 0
  let last: (AuditPlace & { value: Uint8Array }) | undefined
  let holdsSeen = seen === undefined
  for await (const { key, value } of entries) {
    if (++count % BREATHES_EVERY === 0) await breathe?.()
    const read = readEntry(key, value, { mesh, author, signaturesFrom })
    if (typeof read === 'string') {
      tell((last?.seq ?? 0) + 1, read)
      continue
    }
    const broken = brokenLink(last, read)
    if (broken !== undefined) tell(read.seq, broken)
    last = { seq: read.seq, hash: read.hash, value }
    if (seen !== undefined && read.seq === seen.seq && read.hash === seen.hash) holdsSeen = true
  }
  return { entries: count, last, problems, holdsSeen }
}

/** An entry as it stands in the map, checked by itself; or why it can't stand there. */
export function readEntry(
  key: Uint8Array,
  value: Uint8Array,
  { mesh, author, signaturesFrom }: Pick<Question, 'mesh' | 'author' | 'signaturesFrom'>,
): AuditRecord | string {
  let place: number | undefined
  try {
    const parsed = parseKey(key)
    place = parsed.kind === 'audit' ? parsed.seq : undefined
    const signed = decodeSigned(value)
    const record = readAudit(signed)
    if (place !== record.seq) return `entry ${record.seq} stands at another place`
    if (record.author !== author) return `entry ${record.seq} is another site's`
    if (record.seq >= signaturesFrom) verifyAudit(mesh, signed)
    return record
  } catch (error) {
    if (!isError(error)) throw error
    const what = place === undefined ? 'what stands in it' : `entry ${place}`
    return error.code === 'SIGNATURE_INVALID'
      ? `${what} is not signed by it`
      : `${what} can't be read: ${error.message}`
  }
}
