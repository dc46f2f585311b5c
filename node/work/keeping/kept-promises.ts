// The part of a site's promises that says how long what is here stays: locks, trash marks, and the records that forget,
// delete, bring back and pin (§ Journal). Folded from the journal and written again when it is compacted; nothing more.
import { decode } from '../../../protocol/codec.ts'
import { hash } from '../../../protocol/hash.ts'
import { bytesOf, idOf, type ProjectId, type RecordId, type SnapshotId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { decodeSigned } from '../../../protocol/signed.ts'

/** Times are custody ms. */
export interface Lock {
  readonly project: ProjectId
  readonly acceptedAt: number
  readonly until: number
}

export type TrashReason = 'surplus' | 'forgotten' | 'deleted'

export interface TrashMark {
  readonly project: ProjectId
  readonly snapshot: SnapshotId
  readonly reason: TrashReason
  readonly at: number
  readonly freeAt: number
  /** What it is deleted or forgotten by. */
  readonly certificate: RecordId | undefined
}

export type KeptType = 'forget' | 'pin' | 'delete' | 'undelete'

export interface KeptPromise {
  readonly id: RecordId
  readonly type: KeptType
  /** An encoded Signed, or MultiSigned of a delete. */
  readonly signed: Uint8Array
  readonly acceptedAt: number
  /** Of a delete: its waiting time is over here. */
  readonly settled: boolean
}

const REASONS = {
  surplus: pb.TrashReason.SURPLUS,
  forgotten: pb.TrashReason.FORGOTTEN,
  deleted: pb.TrashReason.DELETED,
} as const
const TYPES: readonly string[] = ['forget', 'pin', 'delete', 'undelete'] satisfies KeptType[]

export class KeptPromises {
  readonly locks = new Map<SnapshotId, Lock>()
  readonly trash = new Map<SnapshotId, TrashMark>()
  readonly kept = new Map<RecordId, KeptPromise>()
  readonly #projects = new Map<ProjectId, ProjectId>()

  fold(entry: pb.JournalEntry): void {
    if (entry.lock) {
      const snapshot = idOf('SnapshotId', entry.lock.snapshot ?? new Uint8Array())
      const { acceptedAt, until } = entry.lock
      const known = this.locks.get(snapshot)
      this.locks.set(snapshot, {
        project: this.#share(entry.lock.project),
        acceptedAt: known?.acceptedAt ?? acceptedAt ?? 0,
        until: Math.max(known?.until ?? 0, until ?? 0),
      })
    }
    if (entry.trash) this.#foldTrash(entry.trash)
    if (entry.kept && TYPES.includes(entry.kept.type ?? '')) {
      const signed = Uint8Array.from(entry.kept.signed ?? [])
      const id = recordIdOf(entry.kept.type as KeptType, signed)
      const known = this.kept.get(id)
      this.kept.set(id, {
        id,
        type: entry.kept.type as KeptType,
        signed: known?.signed ?? signed,
        acceptedAt: known?.acceptedAt ?? entry.kept.acceptedAt ?? 0,
        settled: known?.settled || (entry.kept.settled ?? false),
      })
    }
  }

  // What was freed is held by nothing any more: should it come again, it is accepted anew.
  #foldTrash(mark: pb.TrashMark.$Properties): void {
    const snapshot = idOf('SnapshotId', mark.snapshot ?? new Uint8Array())
    if (mark.freed) this.locks.delete(snapshot)
    if (mark.freed || mark.takenBack) {
      this.trash.delete(snapshot)
      return
    }
    const reason = (Object.keys(REASONS) as TrashReason[]).find(name => REASONS[name] === mark.reason)
    if (reason === undefined) return
    this.trash.set(snapshot, {
      project: this.#share(mark.project),
      snapshot,
      reason,
      at: mark.at ?? 0,
      freeAt: mark.freeAt ?? 0,
      certificate: mark.certificate?.length ? idOf('RecordId', mark.certificate) : undefined,
    })
  }

  entries(): pb.JournalEntry.$Properties[] {
    return [
      ...[...this.locks].map(([snapshot, { project, acceptedAt, until }]) => ({
        lock: { project: bytesOf(project), snapshot: bytesOf(snapshot), acceptedAt, until },
      })),
      ...[...this.trash.values()].map(mark => ({ trash: trashMessage(mark) })),
      ...[...this.kept.values()].map(({ type, signed, acceptedAt, settled }) => ({
        kept: { type, signed, acceptedAt, settled },
      })),
    ]
  }

  #share(bytes: Uint8Array | null | undefined): ProjectId {
    const id = idOf('ProjectId', bytes ?? new Uint8Array())
    const known = this.#projects.get(id) ?? id
    this.#projects.set(id, known)
    return known
  }
}

export function trashMessage(mark: TrashMark): pb.TrashMark.$Properties {
  return {
    project: bytesOf(mark.project),
    snapshot: bytesOf(mark.snapshot),
    reason: REASONS[mark.reason],
    at: mark.at,
    freeAt: mark.freeAt,
    certificate: mark.certificate === undefined ? new Uint8Array() : bytesOf(mark.certificate),
  }
}

/** The hash of a record's signed body. Throws MESSAGE_INVALID. */
export function recordIdOf(type: KeptType, signed: Uint8Array): RecordId {
  const { body } =
    type === 'delete' ? decode(pb.MultiSigned, signed, LIMITS.mapValue) : decodeSigned(signed, LIMITS.mapValue)
  return idOf('RecordId', hash(body))
}
