// One observer over a virtual clock, who sees a project whole and proved at A, B and C: what tests of assessments change.
import assert from 'node:assert/strict'
import { Assessor } from '../../node/work/assess.ts'
import { Assessments } from '../../node/work/assessments.ts'
import { Gossip } from '../../node/work/mesh/gossip.ts'
import { Liveness } from '../../node/work/mesh/liveness.ts'
import type { Members } from '../../node/work/mesh/members.ts'
import type { OwnCatalog } from '../../node/work/mesh/own-catalog.ts'
import type { Project, Projects, Snapshot } from '../../node/work/mesh/projects.ts'
import type { Replicas } from '../../node/work/mesh/replicas.ts'
import { type Edit, View } from '../../node/work/mesh/view.ts'
import type { Peers } from '../../node/work/peers.ts'
import { signBeat } from '../../protocol/beat.ts'
import { encodeHolding, encodeProof, encodeSelf, type Holding, keys, type Proof } from '../../protocol/catalog.ts'
import { assessCopies, type CopyState } from '../../protocol/copies.ts'
import { parseId, type SiteId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { UNBOUND } from '../../protocol/member.ts'
import type { MemberRecord, Membership } from '../../protocol/membership.ts'
import { type Policy, STANDARD } from '../../protocol/policy.ts'
import { virtualPorts } from './virtual-ports.ts'

const MESH = parseId('MeshId', '11'.repeat(32))
export const PROJECT = parseId('ProjectId', '0b'.repeat(16))
export const OTHER = parseId('ProjectId', '0c'.repeat(16))
const RING = parseId('RingId', '17'.repeat(16))
export const FIRST = parseId('SnapshotId', 'a0'.repeat(32))
export const SECOND_ONE = parseId('SnapshotId', 'a1'.repeat(32))
/** Here, three holders, one that is empty. */
const SIGNERS = [1, 2, 3, 4, 5].map(n => signingKeyFromSeed(new Uint8Array(32).fill(n)))
export const [ME, A, B, C, EMPTY] = SIGNERS.map(({ id }) => id) as [SiteId, SiteId, SiteId, SiteId, SiteId]
export const POLICY: Policy = {
  ...STANDARD,
  copies: 3,
  distinct: {},
  grace: 60,
  rpo: 10 * 60,
  proofAge: 30 * 60,
  scrubAge: 60 * 60,
}
/** Nobody who is heard so often falls silent. */
export const HEARD_MS = 4_000

/** A site that sees a project whole and proved at A, B and C; `report()` compares with what a fresh look says. */
export function observer(policy: Policy = POLICY) {
  const ports = virtualPorts()
  const { clock } = ports
  const liveness = new Liveness(clock)
  const view = new View(() => clock.monotonic())
  let current: Partial<Membership> & { members: Map<SiteId, MemberRecord> } = { members: new Map() }
  const members = {
    get current() {
      return current as Membership
    },
    get: site => current.members.get(site),
    has: site => current.members.has(site),
    sites: () => [...current.members.keys()],
  } as Partial<Members> as Members
  const snapshots: Snapshot[] = []
  const projects = {
    snapshots: () => snapshots,
    retained: () => snapshots,
    revisionOf: () => snapshots.length,
  } as Partial<Projects> as Projects
  const gossip = new Gossip(
    {
      mesh: MESH,
      key: SIGNERS[0]!,
      peers: {} as Peers,
      members,
      replicas: { head: () => undefined, isCurrent: () => true } as Partial<Replicas> as Replicas,
      own: { site: ME } as Partial<OwnCatalog> as OwnCatalog,
      liveness,
      work: () => ({ intents: [], progress: [], reading: [] }),
    },
    ports,
  )
  const options = { me: ME, members, view, projects, liveness, gossip }
  const assessor = new Assessor(options, ports)
  let computed = 0
  const assessments = new Assessments(
    {
      ...options,
      stalled: id => assessor.stalled.get(id) ?? new Set(),
      input: of => {
        computed++
        return assessor.input(of)
      },
    },
    clock,
  )
  let project = projectWith(policy)
  let counter = 0

  const say = (author: SiteId, edits: Edit[]) => assert.equal(view.apply(author, edits).unreadable, 0)
  const site = {
    ports,
    say,
    liveness,
    assessor,
    computed: () => computed,
    revision: () => assessments.revision(project),
    report() {
      const report = assessments.report(project)
      assert.deepEqual(report, assessCopies(assessor.input(project)))
      return report
    },
    stateOf: (id: SiteId): CopyState => site.report().sites.find(copy => copy.site === id)!.state,
    setPolicy: (changes: Partial<Policy>) => {
      project = projectWith({ ...policy, ...changes })
    },
    setMembers: (...sites: SiteId[]) => {
      current = { members: new Map(sites.map(id => [id, memberOf(id)])) }
    },
    addSnapshot: (id: typeof FIRST) => {
      const [time, root] = [clock.wall(), { storedBytes: 1e6 }]
      snapshots.push({
        id,
        state: 'settled',
        time,
        root,
        firstSeen: clock.monotonic(),
      } as Partial<Snapshot> as Snapshot)
    },
    hold: (id: SiteId, changes: Partial<Holding> = {}, of = PROJECT) => {
      const dates = { scrubbedAt: clock.wall(), since: clock.wall() }
      const holding = { snapshots: [FIRST], storedBytes: 1e6, voided: false, generation: 1, ...dates, ...changes }
      say(id, [{ key: keys.holding(of), value: encodeHolding(holding) }])
    },
    prove: (prover: SiteId, holder: SiteId, changes: Partial<Proof> = {}) => {
      const evidence = { time: clock.wall(), challengeHash: new Uint8Array(32), ranges: 16, generation: 1 }
      const proof: Proof = { snapshots: [FIRST], result: 'passed', ...evidence, ...changes }
      say(prover, [{ key: keys.proof(holder, PROJECT), value: encodeProof(proof) }])
    },
    describeSelf: (id: SiteId, capacity: number) => {
      const words = { addresses: [], health: 'ok', software: 'test', features: [] }
      say(id, [{ key: keys.self(), value: encodeSelf({ ...words, capacity, used: 0, full: false }) }])
    },
    beat: async (n: number, receiving: readonly (typeof PROJECT)[], sick = '') => {
      const progress = receiving.map(of => ({ project: of, haveBytes: 1, needBytes: 2, rate: 0 }))
      const words = { incarnation: 1, seq: 0, time: clock.wall(), counter: ++counter, intents: [], reading: [] }
      const beat = { author: SIGNERS[n]!.id, membership: new Uint8Array(32), progress, sick, ...words }
      await gossip.announced(EMPTY, 'beat', signBeat(beat, MESH, SIGNERS[n]!))
    },
    /** Hears these sites and looks at the project until `ms` have passed; returns what was seen, without repetitions. */
    async watch<T>(ms: number, heard: readonly SiteId[], look: () => T, stepMs = HEARD_MS): Promise<T[]> {
      const seen: T[] = []
      for (let passed = 0; passed <= ms; passed += stepMs) {
        for (const id of heard) liveness.heard(id)
        site.report()
        const now = look()
        if (now !== seen.at(-1)) seen.push(now)
        await ports.pass(stepMs)
      }
      return seen
    },
  }

  site.setMembers(ME, A, B, C, EMPTY)
  site.addSnapshot(FIRST)
  for (const id of [A, B, C, EMPTY]) {
    liveness.heard(id)
    site.describeSelf(id, 1e12)
  }
  for (const id of [A, B, C]) site.hold(id)
  for (const id of [A, B, C]) site.prove(id === A ? B : A, id)
  return site
}

function projectWith(policy: Policy): Project {
  const none = new Uint8Array(0)
  const words = { project: PROJECT, rev: 1, prev: undefined, policy, ring: RING, phase: 'active', author: ME } as const
  const made = { founder: ME, nonce: none, sealed: none, hash: none, time: 0 }
  return { id: PROJECT, entry: { ...words, ...made }, name: 'nova-lp', rules: [] }
}

function memberOf(site: SiteId): MemberRecord {
  const name = site.slice(0, 4)
  const words = { displayName: name, labels: {}, rings: new Set([RING]), addresses: [], version: 1 }
  return {
    ...UNBOUND,
    projects: new Set(),
    earlier: [],
    site,
    sealing: new Uint8Array(32),
    role: 'writer',
    name,
    ...words,
    via: 'owner',
    since: 0,
  }
}
