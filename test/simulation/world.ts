// Five sites in four locations on two media under three managers, founded and joined as operators do it. The
// founder let everyone in; the others know at first only who joined before them.

import { GRANT_CONTEXT } from '../../node/work/grants.ts'
import { encode } from '../../protocol/codec.ts'
import { foundMesh } from '../../protocol/constitution.ts'
import { idOf } from '../../protocol/ids.ts'
import { type SigningKey, sealingKeyFromSeed, sealTo, signingKeyFromSeed } from '../../protocol/keys.ts'
import type { Labels } from '../../protocol/labels.ts'
import { grantStatement, memberStatement, UNBOUND } from '../../protocol/member.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { parseChallenge } from '../../protocol/proof.ts'
import { createRing, encodeRing, type Ring } from '../../protocol/ring.ts'
import { type Statement, statementMessage } from '../../protocol/statement.ts'
import { Machine } from './machine.ts'
import type { SeededRandom } from './seeded-random.ts'
import { Timeline } from './timeline.ts'
import { Trace } from './trace.ts'
import { Truth } from './truth.ts'
import { VirtualDisk } from './virtual-disk.ts'
import { VirtualNetwork } from './virtual-network.ts'

const SITES: readonly { name: string; labels: Labels; trusted: boolean }[] = [
  { name: 'desk', labels: { location: 'studio', medium: 'ssd', manager: 'anna' }, trusted: true },
  { name: 'rack', labels: { location: 'studio', medium: 'hdd', manager: 'anna' }, trusted: true },
  { name: 'home', labels: { location: 'home', medium: 'hdd', manager: 'ben' }, trusted: true },
  { name: 'vault', labels: { location: 'vault', medium: 'ssd', manager: 'cleo' }, trusted: false },
  { name: 'barn', labels: { location: 'barn', medium: 'hdd', manager: 'ben' }, trusted: true },
]
const FOUNDED_AT = 1_799_990_000_000

export interface World {
  readonly random: SeededRandom
  readonly timeline: Timeline
  readonly trace: Trace
  readonly truth: Truth
  readonly network: VirtualNetwork
  readonly machines: readonly Machine[]
  readonly ring: Ring
  /** Owns the mesh, alone. */
  readonly owner: SigningKey
  readonly violations: string[]
  violated(what: string): void
}

const MOST_VIOLATIONS = 20

export async function createWorld(random: SeededRandom): Promise<World> {
  const timeline = new Timeline()
  const trace = new Trace(timeline)
  const truth = new Truth()
  const violations: string[] = []
  const violated = (what: string): void => {
    if (violations.length >= MOST_VIOLATIONS) return
    violations.push(what)
    trace.tell(`VIOLATED: ${what}`)
  }
  const bug = (error: unknown, where: string): void => violated(`${where}: ${wordsOf(error)}`)

  const owner = signingKeyFromSeed(random.bytes(32))
  const { mesh, statement: genesis } = foundMesh({
    name: 'simulated',
    owners: [owner],
    salt: random.bytes(32),
    time: FOUNDED_AT,
  })
  const ring = createRing(idOf('RingId', random.bytes(16)), random.bytes(32), random.bytes(32))
  const people = SITES.map(site => {
    const [key, sealing] = [signingKeyFromSeed(random.bytes(32)), sealingKeyFromSeed(random.bytes(32))]
    const rings = site.trusted ? [ring.id] : []
    const member = {
      site: key.id,
      sealing: sealing.publicKey,
      role: 'operator',
      name: site.name,
      labels: site.labels,
      rings,
    } as const
    const fields = { ...UNBOUND, ...member, addresses: [], version: 1, time: FOUNDED_AT }
    return { ...site, key, sealing, statement: memberStatement(mesh, fields, owner) }
  })
  const founder = people[0]!.key
  const statements: Statement[] = [genesis]
  const network = new VirtualNetwork(
    people.map(({ key }) => key.id),
    timeline,
    trace,
    random.fork('network'),
    { bug, challenged: (_holder, signed) => truth.challenged(parseChallenge(mesh, signed)) },
  )
  const machines: Machine[] = []
  for (const [index, { name, labels, trusted, key, sealing, statement }] of people.entries()) {
    statements.push(statement)
    if (trusted && index > 0) {
      const sealedKeys = sealTo(sealing.publicKey, encodeRing(ring), random.bytes(32), GRANT_CONTEXT)
      statements.push(grantStatement(mesh, { ring: ring.id, epoch: ring.epoch, member: key.id, sealedKeys }, founder))
    }
    const disk = new VirtualDisk(timeline, random.fork(`disk ${name}`), what => violated(`${name}: ${what}`))
    disk.medium.journal = journalOf(statements)
    truth.disks.set(key.id, disk)
    const rings = index === 0 ? [ring] : []
    const options = { name, labels, trusted, mesh, key, sealing, rings, disk, network, timeline, bug }
    machines.push(new Machine({ ...options, random: random.fork(`machine ${name}`) }))
  }
  machines[0]!.options.disk.medium.journal = journalOf(statements)
  return { random, timeline, trace, truth, network, machines, ring, owner, violations, violated }
}

function journalOf(statements: readonly Statement[]): Uint8Array[] {
  return statements.map(statement => encode(pb.JournalEntry, { statement: statementMessage(statement) }))
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.stack}` : String(error)
}
