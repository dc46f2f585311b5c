// Who belongs to the mesh, as this site has it: statements are verified, journaled, then believed; peers exchange what
// the other lacks whenever their membership hashes differ (§ Membership).
import { bytesOf, type MeshId, type SiteId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { type MemberRecord, type Membership, openMembership } from '../../../protocol/membership.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import { parseStatement, type Statement, statementMessage } from '../../../protocol/statement.ts'
import type { Ports } from '../../ports.ts'
import type { Peers } from '../peers.ts'
import type { Promises } from './promises.ts'

interface Options {
  readonly mesh: MeshId
  readonly peers: Peers
  readonly promises: Promises
  readonly software: string
  readonly features: readonly string[]
}

/** The ids of a full mesh's statements take the other half of the message. */
const STATEMENTS_BYTES = LIMITS.membershipFrame / 2 - 16 * 1024
const STATEMENT_EXTRA = 64 // type, tags and lengths
/** Messages of statements taken from one peer in a row. */
const TURNS = 32

export class Members {
  readonly #options: Options
  readonly #ports: Ports
  #membership: Membership
  /** Clock of a peer minus ours, ms, as last measured. */
  readonly offsets = new Map<SiteId, number>()
  readonly software = new Map<SiteId, string>()
  readonly #subscribers: (() => void)[] = []
  /** Called with what a peer sent that no member's statement can be. */
  refused: (from: SiteId, why: string) => void = () => undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#membership = openMembership(options.mesh, [...options.promises.statements.values()]).membership
  }

  /** Calls back after every change. */
  subscribe(subscriber: () => void): void {
    this.#subscribers.push(subscriber)
  }

  get current(): Membership {
    return this.#membership
  }

  get hash(): Uint8Array {
    return this.#membership.hash
  }

  has(site: SiteId): boolean {
    return this.#membership.has(site)
  }

  get(site: SiteId): MemberRecord | undefined {
    return this.#membership.members.get(site)
  }

  sites(): SiteId[] {
    return [...this.#membership.members.values()].filter(member => !member.revoked).map(member => member.site)
  }

  /** Everyone who may connect: members in force, and the recovery identity, which reads and is nothing else. */
  admitted(): SiteId[] {
    const { recovery } = this.#membership.constitution
    return recovery === undefined ? this.sites() : [...this.sites(), recovery.identity]
  }

  /** True for the identity that the recovery phrase gives: it reads, and is no member. */
  isRecovery(site: SiteId): boolean {
    return this.#membership.constitution.recovery?.identity === site && !this.has(site)
  }

  nameOf(site: SiteId): string {
    if (this.isRecovery(site)) return 'recovery'
    return this.get(site)?.name ?? site.slice(0, 8)
  }

  /**
   * Verifies, records (in one write with `alongside`) and believes statements, `from` whom they came: undefined for this
   * site itself. Returns how many were new. Throws MESSAGE_INVALID.
   */
  async merge(
    messages: readonly pb.Statement.$Properties[],
    alongside: readonly pb.JournalEntry.$Properties[] = [],
    from?: SiteId,
  ): Promise<number> {
    const fresh = messages.map(parseStatement).filter(statement => !this.#membership.statements.has(statement.id))
    if (fresh.length === 0) return 0
    const { membership, added, refused } = this.#membership.merge(fresh)
    const heldAside = membership.aside.filter(({ id }) => fresh.some(statement => statement.id === id))
    for (const { id, why } of [...refused, ...heldAside]) {
      if (!this.#membership.aside.some(known => known.id === id))
        this.#ports.log.warn({ why, from }, 'a membership statement was refused')
      if (from !== undefined) this.refused(from, why)
    }
    if (added.length === 0) {
      // What lacks its signer is remembered all the same: it counts once that is known.
      this.#membership = membership
      return 0
    }
    await this.#options.promises.record(
      ...alongside,
      ...added.map(statement => ({ statement: statementMessage(statement) })),
    )
    // Others may have been merged while these were written.
    this.#membership = this.#membership.merge(fresh).membership
    for (const subscriber of this.#subscribers) subscriber()
    return added.length
  }

  /** Tells a peer what it lacks and learns what we lack; measures its clock on the way. */
  async exchange(site: SiteId, signal: AbortSignal): Promise<void> {
    let added = 0
    // One answer carries what fits.
    for (let turn = 0; turn < TURNS; turn++) {
      const sentAt = this.#ports.clock.wall()
      const response = await this.#options.peers.hello(site, this.#request([]), signal)
      this.#note(site, response, sentAt)
      const learnt = await this.merge(response.statements, [], site)
      added += learnt
      const wanted = new Set(response.want.map(id => Buffer.from(id).toString('hex')))
      const push = this.#lacking(id => wanted.has(id))
      if (push.length > 0) await this.#options.peers.hello(site, this.#request(push), signal)
      if (learnt === 0 && push.length === wanted.size) break
    }
    if (added > 0) this.#ports.log.info({ site, added }, 'membership learnt')
  }

  /** Answers a peer's hello. */
  async hello(from: SiteId, request: pb.HelloRequest): Promise<pb.HelloResponse.$Properties> {
    if (request.time) this.offsets.set(from, request.time - this.#ports.clock.wall())
    if (request.software) this.software.set(from, request.software)
    await this.merge(request.push, [], from)
    const mine = this.#membership.statements
    const theirs = new Set(request.statements.map(id => Buffer.from(id).toString('hex')))
    const same = Buffer.compare(request.membership, this.hash) === 0
    return {
      membership: this.hash,
      statements: same ? [] : this.#lacking(id => !theirs.has(id)),
      want: same ? [] : [...theirs].filter(id => !mine.has(id as Statement['id'])).map(id => Buffer.from(id, 'hex')),
      time: this.#ports.clock.wall(),
      software: this.#options.software,
      features: [...this.#options.features],
    }
  }

  /** As much as one message carries, in an order in which the receiver can judge each by those before it. */
  #lacking(isLacking: (id: string) => boolean): pb.Statement[] {
    const all = this.#membership.inOrder().filter(({ id }) => isLacking(id))
    let bytes = 0
    const fits = all.findIndex(({ body }) => {
      bytes += body.byteLength + STATEMENT_EXTRA
      return bytes > STATEMENTS_BYTES
    })
    return all.slice(0, fits < 0 ? all.length : Math.max(1, fits)).map(statementMessage)
  }

  #request(push: pb.Statement[]): pb.HelloRequest.$Properties {
    return {
      mesh: bytesOf(this.#options.mesh),
      membership: this.hash,
      statements: this.#membership.statementIds.slice(0, LIMITS.members * 4).map(id => Buffer.from(id, 'hex')),
      push,
      time: this.#ports.clock.wall(),
      software: this.#options.software,
      features: [...this.#options.features],
    }
  }

  #note(site: SiteId, response: pb.HelloResponse, sentAt: number): void {
    const now = this.#ports.clock.wall()
    if (response.time) this.offsets.set(site, response.time - (sentAt + now) / 2)
    if (response.software) this.software.set(site, response.software)
  }

  /**
   * How far the clock that most sites agree on, this one among them, is from this one's, ms; where there is no majority,
   * the larger distance. Undefined = no peer was measured.
   */
  medianOffset(): number | undefined {
    if (this.offsets.size === 0) return undefined
    const offsets = [0, ...this.offsets.values()].sort((a, b) => a - b)
    const [low, high] = [offsets[(offsets.length - 1) >> 1]!, offsets[offsets.length >> 1]!]
    return Math.abs(low) > Math.abs(high) ? low : high
  }
}
