// The rings this site can read with, as they grow: from its identity file, from grants, from a key file. What was once
// taken is kept, also when who granted it is no member any more, or this site is trusted for the ring no longer: else the
// snapshots sealed with it would be lost to those who may read them (§ Ring, § Grants).
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { MeshId, RingId, SiteId } from '../../protocol/ids.ts'
import type { SealingKey, SigningKey } from '../../protocol/keys.ts'
import { joinEpochs, nextEpoch, type Ring } from '../../protocol/ring.ts'
import { statementMessage } from '../../protocol/statement.ts'
import type { Ports } from '../ports.ts'
import { makeGrants, openGrant, type Recipient } from './grants.ts'
import type { Members } from './mesh/members.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly sealing: SealingKey
  readonly members: Members
  /** Rings kept by earlier runs, in the order they came. */
  readonly kept: readonly Ring[]
  /** Makes all of them durable, in that order. */
  readonly keep: (rings: readonly Ring[]) => Promise<void>
}

export class Keyring implements ReadonlyMap<RingId, Ring> {
  readonly #options: Options
  readonly #ports: Ports
  readonly #rings: Map<RingId, Ring>
  // Opening a grant costs a key agreement, and the membership is looked through after every change of it.
  readonly #opened = new WeakSet<Uint8Array>()
  #keeping: Promise<void> = Promise.resolve()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#rings = new Map(options.kept.map(ring => [ring.id, ring]))
  }

  get size(): number {
    return this.#rings.size
  }
  get(id: RingId): Ring | undefined {
    return this.#rings.get(id)
  }
  has(id: RingId): boolean {
    return this.#rings.has(id)
  }
  keys(): MapIterator<RingId> {
    return this.#rings.keys()
  }
  values(): MapIterator<Ring> {
    return this.#rings.values()
  }
  entries(): MapIterator<[RingId, Ring]> {
    return this.#rings.entries()
  }
  [Symbol.iterator](): MapIterator<[RingId, Ring]> {
    return this.#rings[Symbol.iterator]()
  }
  forEach(each: (ring: Ring, id: RingId, rings: ReadonlyMap<RingId, Ring>) => void): void {
    for (const [id, ring] of this.#rings) each(ring, id, this)
  }

  /** The ring of projects that name none: the one this site got first, of those it is trusted for. */
  get standard(): Ring | undefined {
    return [...this.#rings.values()].find(({ id }) => this.isTrusted(id))
  }

  /** An owner has named this site among those that may read what the ring seals. */
  isTrusted(id: RingId, site: SiteId = this.#options.key.id): boolean {
    return this.#options.members.current.ringsOf(site).has(id)
  }

  /** Everyone who is to have the ring's keys but this site: members in force that are trusted for it, and the recovery identity. */
  recipients(id: RingId): Recipient[] {
    const { members, key } = this.#options
    const trusted = members
      .sites()
      .flatMap(site => (site !== key.id && this.isTrusted(id, site) ? [members.get(site)!] : []))
    const { recovery } = members.current.constitution
    const last =
      recovery && recovery.identity !== key.id ? [{ site: recovery.identity, sealing: recovery.sealing }] : []
    return [...trusted.map(({ site, sealing }) => ({ site, sealing })), ...last]
  }

  /** Adds what has been granted since the last call. A grant that can't be opened is its author's fault. */
  take(): void {
    const { members, key, sealing } = this.#options
    const order = [...members.current.ringsOf(key.id)]
    const grants = members.current.grantsFor(key.id).filter(({ sealedKeys }) => !this.#opened.has(sealedKeys))
    let isNew = false
    for (const grant of grants.toSorted((a, b) => order.indexOf(a.ring) - order.indexOf(b.ring))) {
      this.#opened.add(grant.sealedKeys)
      try {
        const ring = openGrant(sealing, grant)
        if (ring.id !== grant.ring) throw new HoldfastError('MESSAGE_INVALID', 'keys of another ring than it names')
        isNew = this.#join(ring) || isNew
      } catch (error) {
        if (!isError(error)) throw error
        this.#ports.log.warn(
          { ring: grant.ring, from: members.nameOf(grant.author), err: error },
          'a grant of keys is of no use and is passed over',
        )
      }
    }
    if (isNew)
      this.#keep().catch(error => this.#ports.log.error({ err: error }, 'keys that were granted are not kept yet'))
  }

  /** Keys from a file, or of a ring made here: kept when this resolves. Throws MESSAGE_INVALID, RING_FULL. */
  async add(ring: Ring): Promise<void> {
    this.#join(ring)
    await this.#keep()
  }

  /**
   * Opens a new epoch and grants it to everyone who is to have it; what is sealed from now on is sealed in it. Kept and
   * promised when this resolves. Throws KEY_MISSING, NOT_ALLOWED, RING_FULL.
   */
  async rotate(id: RingId): Promise<{ ring: Ring; granted: number }> {
    const { mesh, key, sealing, members } = this.#options
    const ring = this.#rings.get(id)
    if (ring === undefined) throw new HoldfastError('KEY_MISSING', `this site holds no keys of ring ${id}`)
    if (!this.isTrusted(id)) {
      throw new HoldfastError(
        'NOT_ALLOWED',
        `this site is not trusted for ring ${id}: others would not take its keys`,
        {
          hint: 'run holdfast key rotate at a trusted site: holdfast key list shows them',
        },
      )
    }
    const next = nextEpoch(ring, this.#ports.random.bytes(32))
    const others = this.recipients(id)
    // To itself as well: that it opened this epoch must show, since it owes it to those who are trusted later.
    const grants = makeGrants(mesh, next, [...others, { site: key.id, sealing: sealing.publicKey }], key, this.#ports)
    this.#join(next)
    await this.#keep()
    await members.merge(grants.map(statementMessage))
    return { ring: this.#rings.get(id) ?? next, granted: grants.length - 1 }
  }

  #join(ring: Ring): boolean {
    const known = this.#rings.get(ring.id)
    const joined = known === undefined ? ring : joinEpochs(known, ring)
    this.#rings.set(ring.id, joined)
    return joined !== known
  }

  // One write at a time, each with all that is known then.
  #keep(): Promise<void> {
    const write = () => this.#options.keep([...this.#rings.values()])
    const kept = this.#keeping.then(write, write)
    this.#keeping = kept
    return kept
  }
}
