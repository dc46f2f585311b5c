// This site's own audit log: every act that changes what is kept, who may do what, or who restored what, as a signed entry
// chained to the one before and listed in the own catalog (§ Audit). Snapshots are not repeated: they are signed records.

import { type AuditPlace, brokenLink, readAudit, sealAuditDetail, signAudit } from '../../../protocol/audit.ts'
import { keys } from '../../../protocol/catalog.ts'
import type { MeshId, ProjectId, RingId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Ring } from '../../../protocol/ring.ts'
import { decodeSigned } from '../../../protocol/signed.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Edit } from '../mesh/view.ts'

export interface Act {
  /** A word: `project-add`, `restore`, `site-revoke`. Open. */
  readonly act: string
  /** What it concerns, where it is one of these. Open. */
  readonly project?: ProjectId | undefined
  readonly site?: SiteId | undefined
  readonly snapshot?: SnapshotId | undefined
  /** The key or token that asked, at most 64 bytes; none = the site itself. Open. */
  readonly by?: Uint8Array | undefined
  /** What was done, and who asked, for people who hold the ring. Sealed. */
  readonly text?: string | undefined
  readonly who?: string | undefined
}

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly promises: {
    readonly state: ReadonlyMap<string, Uint8Array>
    record(...entries: pb.JournalEntry.$Properties[]): Promise<void>
    setState(key: string, value: Uint8Array | undefined): Promise<void>
  }
  readonly own: { edit(edits: readonly Edit[]): Promise<void> }
  readonly rings: ReadonlyMap<RingId, Ring>
  readonly ringOf: (project: ProjectId) => RingId | undefined
}

const PLACE = 'audit-own'
/** Entries that are promises and not yet known to be listed. */
const DUE = 'audit-due/'
const TAKEN_AT_ONCE = 64
const NO_BYTES = new Uint8Array(0)

export class AuditLog {
  readonly #options: Options
  readonly #ports: { readonly clock: Pick<Clock, 'wall'>; readonly log: Log }
  #last: AuditPlace | undefined
  #recording: Promise<void> = Promise.resolve()

  constructor(options: Options, ports: { readonly clock: Pick<Clock, 'wall'>; readonly log: Log }) {
    this.#options = options
    this.#ports = ports
  }

  /** The newest entry. */
  get last(): AuditPlace | undefined {
    return this.#last
  }

  /** Takes up the log where an earlier run left it, and lists what that run came not to list. `listed`: the last entry in the own catalog. */
  restore(listed: Uint8Array | undefined): void {
    const { state } = this.#options.promises
    const due = this.due()
    const places = [listed, due.at(-1)].flatMap(value => (value ? [placeOf(value)] : []))
    const noted = state.get(PLACE)
    // The journal leads; where it was damaged, the catalog may know more.
    if (noted) places.push(JSON.parse(Buffer.from(noted).toString('utf8')) as AuditPlace)
    this.#last = places.sort((a, b) => a.seq - b.seq).at(-1)
    for (const value of due) this.#list(placeOf(value).seq, value)
  }

  /** Entries that are not known to be listed, in their order. */
  due(): Uint8Array[] {
    const { state } = this.#options.promises
    return [...state.keys()]
      .filter(key => key.startsWith(DUE))
      .sort((a, b) => Number(a.slice(DUE.length)) - Number(b.slice(DUE.length)))
      .map(key => state.get(key)!)
  }

  /** Resolves when the entry is a promise; it is listed with the next head, also after a crash. */
  record(act: Act): Promise<void> {
    const recorded = this.#recording.then(() => this.#record(act))
    this.#recording = recorded.then(
      () => undefined,
      () => undefined,
    )
    return recorded
  }

  /**
   * Puts entries of this very log, which a machine that was set back has lost, behind its end again. False when something
   * was recorded meanwhile, and they no longer follow.
   */
  async takeBack(values: readonly Uint8Array[]): Promise<boolean> {
    const taken = this.#recording.then(async () => {
      const [first, end] = [values[0], values.at(-1)]
      if (first === undefined || end === undefined) return false
      if (brokenLink(this.#last, readAudit(decodeSigned(first))) !== undefined) return false
      for (let at = 0; at < values.length; at += TAKEN_AT_ONCE)
        await this.#promise(values.slice(at, at + TAKEN_AT_ONCE))
      return true
    })
    this.#recording = taken.then(
      () => undefined,
      () => undefined,
    )
    return taken
  }

  /** Makes entries promises, and the end of the log; then has them listed. */
  async #promise(values: readonly Uint8Array[]): Promise<void> {
    const last = placeOf(values.at(-1)!)
    await this.#options.promises.record(
      ...values.map(value => ({ state: { key: DUE + placeOf(value).seq, value, removed: false } })),
      { state: { key: PLACE, value: Buffer.from(JSON.stringify(last)), removed: false } },
    )
    this.#last = last
    for (const value of values) this.#list(placeOf(value).seq, value)
  }

  async #record(act: Act): Promise<void> {
    const { mesh, key } = this.#options
    const seq = (this.#last?.seq ?? 0) + 1
    const value = signAudit(
      mesh,
      {
        seq,
        prev: this.#last?.hash,
        time: this.#ports.clock.wall(),
        act: act.act,
        project: act.project,
        site: act.site,
        snapshot: act.snapshot,
        by: act.by,
        sealed: this.#seal(seq, act),
      },
      key,
    )
    await this.#promise([value])
    this.#ports.log.info({ act: act.act, seq, site: act.site, project: act.project }, 'audit')
  }

  /** To the project's ring where this site holds it, else to its first; a site without keys leaves the words out. */
  #seal(seq: number, { project, text, who }: Act): Uint8Array {
    const { rings, ringOf, key } = this.#options
    if (!text && !who) return NO_BYTES
    const id = project && ringOf(project)
    const ring = (id && rings.get(id)) ?? [...rings.values()][0]
    return ring ? sealAuditDetail(ring, key.id, seq, { text: text ?? '', who: who ?? '' }) : NO_BYTES
  }

  // Not awaited: the head that carries it is written by its own worker, which tries again until it is.
  #list(seq: number, value: Uint8Array): void {
    const { own, promises } = this.#options
    own
      .edit([{ key: keys.audit(seq), value }])
      .then(() => promises.setState(DUE + seq, undefined))
      .catch(error => this.#ports.log.error({ err: error, seq }, 'an audit entry is not listed yet'))
  }
}

function placeOf(value: Uint8Array): AuditPlace {
  const { seq, hash } = readAudit(decodeSigned(value))
  return { seq, hash }
}
