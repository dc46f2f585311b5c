// The home of one site of a large mesh, written through the product's own codecs and store as a long life would have left
// it: members, journal, its own catalog and those of all others as it last followed them. No chunk of it is there. The
// snapshots' trees are made up; everything else is as real sites would have signed it.
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { saveIdentity } from '../../node/store/identity.ts'
import type { Store } from '../../node/store/store.ts'
import { MapCache } from '../../node/work/mesh/map-cache.ts'
import { encodeHolding, encodeProof, encodeSelf, keys } from '../../protocol/catalog.ts'
import { encode } from '../../protocol/codec.ts'
import { foundMesh } from '../../protocol/constitution.ts'
import { signHead } from '../../protocol/head.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { type SigningKey, sealingKeyFromSeed, signingKeyFromSeed } from '../../protocol/keys.ts'
import { memberStatement, UNBOUND } from '../../protocol/member.ts'
import { openMembership } from '../../protocol/membership.ts'
import { buildMap, countEntries, type MapEdit, type MapNodes } from '../../protocol/merkle-map.ts'
import { editMap } from '../../protocol/merkle-map-edit.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { STANDARD } from '../../protocol/policy.ts'
import { projectIdOf, signProject } from '../../protocol/project-entry.ts'
import { encodeProjectInfo } from '../../protocol/project-info.ts'
import { createRing, encodeRing, type Ring, sealForRing } from '../../protocol/ring.ts'
import { encodeSigned } from '../../protocol/signed.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { statementMessage } from '../../protocol/statement.ts'

export interface MeshSize {
  readonly sites: number
  readonly projects: number
  /** Of each project, one a day. */
  readonly snapshots: number
}

export interface LargeMesh {
  readonly mesh: MeshId
  readonly ring: Ring
  /** The first is the site whose home was written. */
  readonly sites: readonly SigningKey[]
  readonly seeds: readonly Uint8Array[]
  readonly heads: readonly { readonly incarnation: number; readonly seq: number }[]
  readonly membership: Uint8Array
}

interface Snapshots {
  readonly project: ProjectId
  readonly ids: readonly SnapshotId[]
  readonly signed: readonly pb.Signed[]
}

const DAY_MS = 86_400_000
const COPIES = 3
const STORED_BYTES = 50_000_000
const ENTRIES_AT_ONCE = 2_000
const SOFTWARE = 'holdfast/bench'

/** Writes it into the folder `home`, to listen on `port`. */
export async function writeLargeMesh(
  home: string,
  size: MeshSize,
  port: number,
  log: Ports['log'],
): Promise<LargeMesh> {
  const ports: Ports = { clock: realClock, random: realRandom, log }
  const now = Date.now()
  const seeds = Array.from({ length: size.sites }, (_, n) => bytesFor('site', n))
  const sites = seeds.map(signingKeyFromSeed)
  const owner = signingKeyFromSeed(bytesFor('owner', 0))
  const ring = createRing(
    idOf('RingId', bytesFor('ring', 0).subarray(0, 16)),
    bytesFor('root', 0),
    bytesFor('epoch', 0),
  )
  const founding = foundMesh({ name: 'large', owners: [owner], salt: bytesFor('salt', 0), time: now })
  const { mesh } = founding
  const members = sites.map((site, n) =>
    memberStatement(
      mesh,
      {
        ...UNBOUND,
        site: site.id,
        sealing: sealingKeyFromSeed(bytesFor('sealing', n)).publicKey,
        role: 'operator',
        name: `site-${n}`,
        labels: { location: `place-${n % 20}`, medium: n % 2 === 0 ? 'ssd' : 'hdd', manager: `team-${n % 7}` },
        rings: [ring.id],
        addresses: [],
        version: 1,
        time: now,
      },
      owner,
    ),
  )
  const statements = [founding.statement, ...members]
  const membership = openMembership(mesh, statements).membership.hash

  const store = await openHome(home, port, ports)
  await using _ = store
  await saveIdentity(join(home, 'store', 'identity'), {
    siteSeed: seeds[0]!,
    sealingSeed: bytesFor('sealing', 0),
    mesh,
    name: 'site-0',
    labels: {},
    rings: [encodeRing(ring)],
  })
  await append(
    store,
    statements.map(statement => ({ statement: statementMessage(statement) })),
  )

  const kept: Snapshots[] = []
  const promised: pb.JournalEntry.$Properties[] = []
  for (let project = 0; project < size.projects; project++) {
    const snapshots = takeSnapshots(project, size.snapshots, mesh, ring, sites[project % sites.length]!, now)
    kept.push(snapshots)
    promised.push(...snapshots.signed.map(snapshotAccepted => ({ snapshotAccepted })))
    if (promised.length >= ENTRIES_AT_ONCE || kept.length === size.projects) await append(store, promised.splice(0))
  }

  const listed = buildMap([
    ...kept.map(({ project }, n) => ({
      key: keys.project(project),
      value: encodeSigned(madeProject(n, mesh, ring, sites[n % sites.length]!, now)),
    })),
    ...kept.flatMap(({ project, ids, signed }) =>
      ids.map((id, n) => ({ key: keys.snapshot(project, id), value: encodeSigned(signed[n]!) })),
    ),
  ])
  const cache = store.cache('catalogs')
  const maps = new MapCache(cache)
  await keepInParts(listed.nodes, nodes => maps.keep(nodes))
  for (const [n, site] of sites.entries()) {
    const map = await editMap(listed.root, ownEntries(n, sites, kept, now), hash =>
      Promise.resolve(listed.nodes.get(hash)!),
    )
    const head = signHead(
      {
        mesh,
        author: site.id,
        incarnation: 1,
        nonce: bytesFor('nonce', n).subarray(0, 16),
        seq: 1,
        prev: undefined,
        root: map.root,
        membership,
        time: now,
        entries: await countEntries(map.root, hash => Promise.resolve(map.nodes.get(hash)!)),
      },
      site,
    )
    if (n === 0) {
      await keepInParts(listed.nodes, nodes => putNodes(store, nodes))
      await putNodes(store, map.nodes)
      await append(store, [{ ownHead: head }])
    } else {
      await maps.keep(map.nodes)
      await append(store, [{ headAccepted: head }])
      await cache.batch([
        { key: `root/${site.id}`, value: bytesOf(map.root) },
        { key: `seen/${site.id}`, value: Buffer.from(String(now)) },
      ])
    }
  }
  return { mesh, ring, sites, seeds, heads: sites.map(() => ({ incarnation: 1, seq: 1 })), membership }
}

async function openHome(home: string, port: number, ports: Ports): Promise<Store> {
  await mkdir(home, { recursive: true })
  const listen = (at: number): string => `["/ip4/127.0.0.1/tcp/${at}"]`
  await writeFile(
    join(home, 'config.toml'),
    `config_version = 1\n[listen]\np2p = ${listen(port)}\njoin = ${listen(port + 1)}\n[store]\npath = "store"\n`,
  )
  return openDiskStore(join(home, 'store'), {}, ports)
}

function madeProject(n: number, mesh: MeshId, ring: Ring, founder: SigningKey, time: number): pb.Signed {
  const sealed = sealForRing(ring, 'project', encodeProjectInfo({ name: `project ${n}`, rules: [] }))
  const words = { rev: 1, prev: undefined, policy: STANDARD, ring: ring.id, phase: 'active', sealed, time } as const
  return signProject(mesh, { founder: founder.id, nonce: nonceOf(n), ...words }, founder)
}

function nonceOf(project: number): Buffer {
  return bytesFor('project', project).subarray(0, 16)
}

function takeSnapshots(
  project: number,
  count: number,
  mesh: MeshId,
  ring: Ring,
  author: SigningKey,
  now: number,
): Snapshots {
  const id = projectIdOf(author.id, nonceOf(project))
  const ids: SnapshotId[] = []
  const signed: pb.Signed[] = []
  for (let n = 0; n < count; n++) {
    const taken = signSnapshot(
      {
        project: id,
        root: { cid: idOf('Cid', bytesFor(`tree ${project}`, n)), storedBytes: STORED_BYTES },
        incarnation: 1,
        seq: n + 1,
        parents: ids.slice(-1),
        state: 'settled',
        time: now - (count - n) * DAY_MS,
      },
      {
        projectName: `project ${project}`,
        label: '',
        path: Buffer.from(`/srv/sessions/project ${project}`),
        user: 'mix',
        files: 500,
        directories: 40,
        plainBytes: 2 * STORED_BYTES,
        skipped: 0,
        newBytes: STORED_BYTES / 100,
        liveFiles: 0,
        rebuildableFiles: 0,
        rebuildableBytes: 0,
      },
      ring,
      mesh,
      author,
    )
    ids.push(taken.id)
    signed.push(taken.signed)
  }
  return { project: id, ids, signed }
}

/** What only this site's catalog says: of itself, of what it holds, of whom it proved. */
function ownEntries(site: number, sites: readonly SigningKey[], kept: readonly Snapshots[], now: number): MapEdit[] {
  const self = {
    addresses: [],
    capacity: 4_000_000_000_000,
    used: 1_000_000_000_000,
    full: false,
    health: 'ok',
    software: SOFTWARE,
    features: ['pcm', 'zstd'],
  }
  const entries: MapEdit[] = [{ key: keys.self(), value: encodeSelf(self) }]
  for (const [n, { project, ids }] of kept.entries()) {
    const holders = holdersOf(n, sites)
    const me = sites[site]!.id
    if (!holders.includes(me)) continue
    entries.push({
      key: keys.holding(project),
      value: encodeHolding({
        snapshots: ids,
        storedBytes: ids.length * STORED_BYTES,
        scrubbedAt: now - DAY_MS,
        since: now - ids.length * DAY_MS,
        voided: false,
        generation: 1,
      }),
    })
    for (const holder of holders) {
      if (holder === me) continue
      const proof = { snapshots: ids, time: now - DAY_MS, challengeHash: bytesFor(`${holder}`, n), ranges: 688 }
      entries.push({
        key: keys.proof(holder, project),
        value: encodeProof({ ...proof, result: 'passed', generation: 1 }),
      })
    }
  }
  return entries
}

function holdersOf(project: number, sites: readonly SigningKey[]): SiteId[] {
  return Array.from({ length: COPIES }, (_, n) => sites[(project + n) % sites.length]!.id)
}

async function append(store: Store, entries: pb.JournalEntry.$Properties[]): Promise<void> {
  await store.journal.append(entries.map(entry => encode(pb.JournalEntry, entry)))
}

async function putNodes(store: Store, nodes: MapNodes['nodes']): Promise<void> {
  await store.putNodes([...nodes].map(([hash, bytes]) => ({ hash, bytes })))
}

async function keepInParts(nodes: MapNodes['nodes'], keep: (part: MapNodes['nodes']) => Promise<void>): Promise<void> {
  const all = [...nodes]
  for (let at = 0; at < all.length; at += ENTRIES_AT_ONCE) await keep(new Map(all.slice(at, at + ENTRIES_AT_ONCE)))
}

function bytesFor(what: string, n: number): Buffer {
  return createHash('sha256').update(`${what} ${n}`).digest()
}
