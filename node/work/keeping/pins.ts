// Which snapshots somebody wants kept whatever their age, and what they are called (§ Pin): records that every site keeps
// and lists, each signed by who may direct the project.

import { isError } from '../../../protocol/errors.ts'
import type { MeshId, ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import type { MemberRecord } from '../../../protocol/membership.ts'
import { comparePins, openPinLabel, type Pin, parsePin, sealPinLabel, signPin } from '../../../protocol/pin.ts'
import { mayDirect, type RoleHolder, standing } from '../../../protocol/role.ts'
import type { Ports } from '../../ports.ts'
import type { KeptRecords, Verdict } from '../mesh/kept-records.ts'
import type { Project, Projects } from '../mesh/projects.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly kept: KeptRecords
  readonly projects: Pick<Projects, 'get' | 'ring' | 'kept'>
  readonly memberOf: (site: SiteId) => MemberRecord | undefined
}

export class Pins {
  readonly #options: Options
  readonly #ports: Ports
  readonly #pins = new Map<SnapshotId, Pin>()

  /** Before the records are restored. */
  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    options.kept.define<Pin>({
      type: 'pin',
      parse: bytes => parsePin(options.mesh, bytes),
      keyOf: ({ project, snapshot }) => ({ kind: 'pin', project, snapshot }),
      judge: (pin, by) => this.#judge(pin, by),
      replaces: (a, b) => comparePins({ pin: a.value, id: a.id }, { pin: b.value, id: b.id }) > 0,
      taken: ({ value }) => {
        this.#pins.set(value.snapshot, value)
        options.projects.kept.changed(value.project)
      },
    })
  }

  isPinned(snapshot: SnapshotId): boolean {
    return this.#pins.get(snapshot)?.pinned ?? false
  }

  /** What whoever pinned it calls it; undefined: nothing, or it can't be read here. */
  label(snapshot: SnapshotId): string | undefined {
    const pin = this.#pins.get(snapshot)
    const ring = pin?.pinned ? this.#ringOf(pin.project) : undefined
    if (pin === undefined || ring === undefined) return undefined
    try {
      return openPinLabel(ring, pin) || undefined
    } catch (error) {
      if (!isError(error)) throw error
      return undefined
    }
  }

  /** Signs that a snapshot is kept, or no longer for that; whether this site may is the caller's to have checked. */
  async set(project: Project, snapshot: SnapshotId, pinned: boolean, label: string): Promise<void> {
    const { mesh, key, kept } = this.#options
    const rev = (this.#pins.get(snapshot)?.rev ?? 0) + 1
    const place = { project: project.id, snapshot, rev }
    const ring = this.#ringOf(project.id)
    const sealed = ring === undefined ? new Uint8Array() : sealPinLabel(ring, place, label)
    await kept.add('pin', signPin(mesh, { ...place, pinned, sealed, time: this.#ports.clock.wall() }, key))
  }

  // Like a revision of the project: its author may direct it today, or might once and another member in force lists it.
  #judge({ project, author }: Pin, by: SiteId): Verdict {
    const { projects, memberOf, key } = this.#options
    const founder = projects.get(project)?.entry.founder
    if (founder === undefined) return 'waits'
    const stands = standing(memberOf(author), (holder: RoleHolder) => mayDirect(holder, project, author === founder))
    if (stands === 'now' || by === key.id) return 'counts'
    return stands === 'once' && by !== author && memberOf(by)?.revoked === false ? 'counts' : 'waits'
  }

  #ringOf(project: ProjectId) {
    const entry = this.#options.projects.get(project)?.entry
    return entry && this.#options.projects.ring(entry.ring)
  }
}
