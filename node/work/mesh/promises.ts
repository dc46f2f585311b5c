// The promises this site has made, folded from its journal: what it must still know after losing everything that can be
// rebuilt (§ Journal). Recording resolves when the promise is on the disk. What is signed was verified before it was
// recorded, and the journal's own chain of hashes vouches for its bytes: nothing is verified again when it is read.
import { decode, encode } from '../../../protocol/codec.ts'
import { compareHeads, type ForkProof, type HeadRecord, readHead } from '../../../protocol/head.ts'
import type { SiteId, SnapshotId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { decodeSigned, encodeSigned } from '../../../protocol/signed.ts'
import { snapshotIdOf } from '../../../protocol/snapshot.ts'
import { parseStatement, type Statement, type StatementId, statementMessage } from '../../../protocol/statement.ts'
import { DroppingPromises } from '../drop/drop-promises.ts'
import { KeptPromises, type Lock, type TrashMark } from '../keeping/kept-promises.ts'

/** What promises need of a store's journal; append resolves when durable. */
export interface PromiseJournal {
  append(entries: readonly Uint8Array[]): Promise<void>
  replay(): AsyncIterable<Uint8Array>
  compact(entries: readonly Uint8Array[]): Promise<void>
  readonly bytes: number
}

const COMPACT_ABOVE = 8 * 1024 * 1024
/** A journal so many times as long as it was when it had only what is needed is rewritten while the site is at work. */
const FAR_LONGER = 3
const ENTRIES_A_TURN = 128

export class Promises {
  readonly #journal: PromiseJournal
  readonly statements = new Map<StatementId, Statement>()
  readonly heads = new Map<SiteId, { record: HeadRecord; signed: pb.Signed }>()
  /** Encoded Signed messages. */
  readonly snapshots = new Map<SnapshotId, Uint8Array>()
  readonly forks = new Map<SiteId, ForkProof>()
  readonly invites = new Map<string, pb.OpenInvite>()
  readonly consumed = new Set<string>()
  /** Invites that let nobody in any more, by the same ids. */
  readonly revokedInvites = new Set<string>()
  readonly state = new Map<string, Uint8Array>()
  readonly keeping = new KeptPromises()
  readonly dropping = new DroppingPromises()

  get locks(): ReadonlyMap<SnapshotId, Lock> {
    return this.keeping.locks
  }

  get trash(): ReadonlyMap<SnapshotId, TrashMark> {
    return this.keeping.trash
  }

  /** Appends called and not folded yet. */
  readonly #underway = new Set<Promise<void>>()
  /** While the journal is being rewritten: what was recorded since that began. */
  #since: Uint8Array[] | undefined
  /** Holds back what would be recorded between the last look at what there is and the rewriting. */
  #gate: Promise<void> | undefined
  /** Bytes of the journal when it had nothing but what is needed; 0 = not known. */
  #needed = 0

  private constructor(journal: PromiseJournal) {
    this.#journal = journal
  }

  /** Replays the journal. Throws JOURNAL_DAMAGED, MESSAGE_INVALID. */
  static async load(journal: PromiseJournal): Promise<Promises> {
    const promises = new Promises(journal)
    for await (const bytes of journal.replay()) promises.#fold(decode(pb.JournalEntry, bytes, LIMITS.journalEntry))
    if (journal.bytes > COMPACT_ABOVE) {
      await journal.compact([...promises.#entries()].map(entry => encode(pb.JournalEntry, entry)))
      promises.#needed = journal.bytes
    }
    return promises
  }

  /** Records promises; resolves when they are durable. */
  async record(...entries: pb.JournalEntry.$Properties[]): Promise<void> {
    if (entries.length === 0) return
    const bytes = entries.map(entry => encode(pb.JournalEntry, entry))
    while (this.#gate !== undefined) await this.#gate
    const recording = this.#append(bytes)
    this.#underway.add(recording)
    try {
      await recording
    } finally {
      this.#underway.delete(recording)
    }
  }

  async #append(bytes: readonly Uint8Array[]): Promise<void> {
    await this.#journal.append(bytes)
    for (const entry of bytes) this.#fold(decode(pb.JournalEntry, entry, LIMITS.journalEntry))
    this.#since?.push(...bytes)
  }

  /**
   * Rewrites the journal where it is far longer than what it promises, while others go on recording. `breathe` lets sockets
   * and timers run. Throws DISK_FULL, DISK_SICK: then it is as it was.
   */
  async tidy(breathe: () => Promise<void>): Promise<void> {
    const journal = this.#journal
    if (journal.bytes <= Math.max(COMPACT_ABOVE, FAR_LONGER * this.#needed) || this.#since !== undefined) return
    const since: Uint8Array[] = []
    this.#since = since
    const gate = Promise.withResolvers<void>()
    try {
      const entries: Uint8Array[] = []
      for (const entry of this.#entries()) {
        entries.push(encode(pb.JournalEntry, entry))
        if (entries.length % ENTRIES_A_TURN === 0) await breathe()
      }
      // What was recorded since comes once more behind: the later entry of anything counts.
      this.#gate = gate.promise
      await Promise.allSettled(this.#underway)
      const compacting = journal.compact([...entries, ...since])
      this.#open(gate)
      await compacting
      this.#needed = journal.bytes
    } finally {
      this.#since = undefined
      this.#open(gate)
    }
  }

  #open(gate: PromiseWithResolvers<void>): void {
    this.#gate = undefined
    gate.resolve()
  }

  /** Small local facts that must outlive a restart, such as which folder a project is taken from. */
  async setState(key: string, value: Uint8Array | undefined): Promise<void> {
    await this.record({ state: { key, value: value ?? new Uint8Array(0), removed: value === undefined } })
  }

  #fold(entry: pb.JournalEntry): void {
    if (entry.statement) {
      const statement = parseStatement(entry.statement)
      this.statements.set(statement.id, statement)
    }
    const head = entry.headAccepted ?? entry.ownHead
    if (head) {
      const record = readHead(head as pb.Signed)
      // Heads may be written out of turn; the accepted place of an author never falls.
      const known = this.heads.get(record.author)
      if (known === undefined || compareHeads(record, known.record) > 0)
        this.heads.set(record.author, { record, signed: head as pb.Signed })
    }
    if (entry.snapshotAccepted) {
      const signed = entry.snapshotAccepted as pb.Signed
      // In memory of its own: what is encoded lies in a slab that is shared, and would be kept whole with it.
      this.snapshots.set(snapshotIdOf(signed.body), new Uint8Array(encodeSigned(signed)))
    }
    if (entry.forkOther) {
      const other = readHead(entry.forkOther as pb.Signed)
      const known = this.heads.get(other.author)
      if (known) this.forks.set(other.author, { a: known.signed, b: entry.forkOther as pb.Signed })
    }
    if (entry.invite)
      this.invites.set(Buffer.from(entry.invite.secretHash ?? []).toString('hex'), entry.invite as pb.OpenInvite)
    if (entry.inviteConsumed?.length) this.consumed.add(Buffer.from(entry.inviteConsumed).toString('hex'))
    if (entry.inviteRevoked?.length) this.revokedInvites.add(Buffer.from(entry.inviteRevoked).toString('hex'))
    this.keeping.fold(entry)
    this.dropping.fold(entry)
    if (entry.state?.key) {
      if (entry.state.removed) this.state.delete(entry.state.key)
      else this.state.set(entry.state.key, Uint8Array.from(entry.state.value ?? []))
    }
  }

  *#entries(): Generator<pb.JournalEntry.$Properties> {
    yield* [
      ...[...this.statements.values()].map(statement => ({ statement: statementMessage(statement) })),
      // A fork is folded beside the head that was known then, which may be an older one than today's.
      ...[...this.forks.values()].flatMap(fork => [{ headAccepted: fork.a }, { forkOther: fork.b }]),
      ...[...this.heads.values()].map(({ signed }) => ({ headAccepted: signed })),
    ]
    // By far the most: one after the other.
    for (const bytes of this.snapshots.values()) yield { snapshotAccepted: decodeSigned(bytes) }
    yield* [
      ...[...this.invites.values()].map(invite => ({ invite })),
      ...[...this.consumed].map(id => ({ inviteConsumed: Buffer.from(id, 'hex') })),
      ...[...this.revokedInvites].map(id => ({ inviteRevoked: Buffer.from(id, 'hex') })),
      ...this.keeping.entries(),
      ...this.dropping.entries(),
      ...[...this.state].map(([key, value]) => ({ state: { key, value } })),
    ]
  }
}
