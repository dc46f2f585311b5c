// When each snapshot record came to this site, on its custody clock (§ Receipts): what retention counts by, at the project's
// authority, and locks by tier at every holder. Kept everywhere, so that another site can become the authority and knows the
// days and weeks that were. A promise of the journal, written with what came meanwhile.
import { type ProjectId, packIds, type SnapshotId, unpackIds } from '../../../protocol/ids.ts'
import { type InLine, isLater, type Receipt } from '../../../protocol/retention.ts'
import type { Promises } from '../mesh/promises.ts'

interface Received extends InLine {
  readonly project: ProjectId
}

interface Options {
  readonly promises: Pick<Promises, 'state' | 'setState'>
  readonly clock: { now(): number }
}

const PREFIX = 'received/'
const HEAD_LENGTH = 9
const HOW = ['alone', 'batch', 'before'] as const satisfies Receipt['how'][]
/** Ids one promise names. */
const MOST = 8_000

export class Receipts {
  readonly #promises: Options['promises']
  readonly #clock: Options['clock']
  readonly #received = new Map<SnapshotId, Receipt>()
  /** The newest that is known of each author, by project. */
  readonly #last = new Map<ProjectId, Map<string, InLine>>()
  #unwritten: SnapshotId[] = []
  #next = 0

  constructor({ promises, clock }: Options) {
    this.#promises = promises
    this.#clock = clock
    for (const [key, value] of promises.state) {
      if (!key.startsWith(PREFIX)) continue
      this.#next = Math.max(this.#next, Number(key.slice(PREFIX.length)) + 1)
      const head = Buffer.from(value.subarray(0, HEAD_LENGTH))
      const receipt = { at: Number(head.readBigUInt64BE()), how: HOW[head[HEAD_LENGTH - 1]!] ?? 'before' }
      for (const id of unpackIds('SnapshotId', value.subarray(HEAD_LENGTH))) this.#received.set(id, receipt)
    }
  }

  of(snapshot: SnapshotId): Receipt | undefined {
    return this.#received.get(snapshot)
  }

  /** At a start: what earlier runs knew. What they came not to write down counts as come now. */
  restore(project: ProjectId, snapshots: readonly InLine[]): void {
    for (const snapshot of snapshots) if (this.#received.has(snapshot.id)) this.#know(project, snapshot)
    this.note(snapshots.map(snapshot => ({ ...snapshot, project })))
  }

  /**
   * These came, together. Of each author the newest is dated by now; when the others were made is not known, nor is it of
   * one that comes after a later one.
   */
  note(records: readonly Received[]): void {
    const fresh = records.filter(({ id }) => !this.#received.has(id))
    const at = this.#clock.now()
    for (const [project, some] of Map.groupBy(fresh, record => record.project)) {
      const others = this.#last.has(project) ? 'batch' : 'before'
      for (const record of some) this.#know(project, record)
      const last = this.#last.get(project)
      for (const { id, author } of some) {
        this.#received.set(id, { at, how: last?.get(author)?.id === id ? 'alone' : others })
        this.#unwritten.push(id)
      }
    }
  }

  /** Makes them promises. What a crash forgets before comes again, dated later. */
  async write(): Promise<void> {
    const ids = this.#unwritten
    this.#unwritten = []
    const groups = Map.groupBy(ids, id => {
      const { at, how } = this.#received.get(id)!
      return `${at}/${how}`
    })
    try {
      for (const group of groups.values())
        for (let from = 0; from < group.length; from += MOST) await this.#write(group.slice(from, from + MOST))
    } catch (error) {
      // Written once more with the next: a receipt that stands twice says the same twice.
      this.#unwritten.push(...ids)
      throw error
    }
  }

  async #write(ids: readonly SnapshotId[]): Promise<void> {
    const { at, how } = this.#received.get(ids[0]!)!
    const head = Buffer.alloc(HEAD_LENGTH)
    head.writeBigUInt64BE(BigInt(at))
    head[HEAD_LENGTH - 1] = HOW.indexOf(how)
    await this.#promises.setState(`${PREFIX}${this.#next++}`, Buffer.concat([head, packIds([...ids])]))
  }

  #know(project: ProjectId, record: InLine): void {
    const last = this.#last.get(project) ?? new Map<string, InLine>()
    this.#last.set(project, last)
    const known = last.get(record.author)
    if (known === undefined || isLater(record, known)) last.set(record.author, placeOf(record))
  }
}

// Nothing of the record but its place: it would stay in memory with all else it names.
function placeOf({ id, author, incarnation, seq, state }: InLine): InLine {
  return { id, author, incarnation, seq, state, parents: [] }
}
