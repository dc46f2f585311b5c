// What must be true some time after the faults have stopped: catalogs have converged (I2), everybody knows every
// snapshot, every project that can be is at policy, every copy that counts is whole, and everything can be restored (I1).

import { verifyLog } from '../../node/work/audit/read-logs.ts'
import { chunkSource } from '../../node/work/chunk-source.ts'
import type { View } from '../../node/work/mesh/view.ts'
import type { Site } from '../../node/work/site.ts'
import { openLeaf } from '../../protocol/chunk.ts'
import { copyOf } from '../../protocol/copies.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { SiteId, SnapshotId } from '../../protocol/ids.ts'
import { fileLeaves } from '../../protocol/tree-file.ts'
import { walkTree } from '../../protocol/tree-walk.ts'
import type { Machine } from './machine.ts'
import type { TrueSnapshot } from './truth.ts'
import type { World } from './world.ts'

const NO_SIGNAL = new AbortController().signal

/** Why the mesh is not at rest yet; undefined = it is. */
export function unrest(world: World, machines: readonly Machine[]): string | undefined {
  const sites = machines.map(machine => machine.site)
  for (const [index, site] of sites.entries()) if (!site) return `${machines[index]!.name} is not up`
  const up = sites.filter(site => site !== undefined)
  return (
    first(up, site => differsFrom(up, site)) ??
    first([...world.truth.snapshots.values()], snapshot => unknownTo(up, snapshot)) ??
    first(up, site => belowPolicy(world, up, site)) ??
    first(world.machines, machine => (machines.includes(machine) ? undefined : countedStill(up, machine)))
  )
}

function differsFrom(up: readonly Site[], author: Site): string | undefined {
  const name = author.members.nameOf(author.me)
  return first(up, site => {
    const observer = site.members.nameOf(site.me)
    if (Buffer.compare(site.members.hash, author.members.hash) !== 0) return `${observer} and ${name} differ on members`
    if (site === author) return undefined
    if (site.replicas.rootOf(author.me) !== author.own.root) return `${observer} is behind ${name}'s catalog`
    if (said(site.view, author) !== said(author.view, author))
      return `${observer} reads ${name}'s catalog in another way`
    return undefined
  })
}

// A snapshot that its operator was never told of may have gone with the process that took it.
function unknownTo(up: readonly Site[], { id, project, acknowledged }: TrueSnapshot): string | undefined {
  const knows = (site: Site) => site.projects.snapshot(project, id) !== undefined
  if (!acknowledged && !up.some(knows)) return undefined
  const ignorant = up.find(site => !knows(site))
  return ignorant && `${ignorant.members.nameOf(ignorant.me)} does not know snapshot ${id.slice(0, 8)}`
}

function belowPolicy(world: World, up: readonly Site[], observer: Site): string | undefined {
  const ids = up.map(site => site.me)
  return first(observer.projects.all(), project => {
    const report = observer.assessor.report(project)
    const snapshots = observer.projects.snapshots(project.id)
    // What was only on a disk that was set back is lost, and with it its project's hope of being whole.
    const isLost =
      snapshots.some(({ id }) => !world.truth.isRestorable(id, ids)) &&
      ids.some(id => world.truth.disks.get(id)!.wasSetBack)
    if (snapshots.length === 0 || isLost || (report.state === 'ok' && report.arriving.length === 0)) return undefined
    const states = report.sites.map(copy => `${up[0]!.members.nameOf(copy.site)} ${copy.state} ${copy.why ?? ''}`)
    const name = observer.members.nameOf(observer.me)
    return `${project.name ?? project.id.slice(0, 4)} is ${report.state} for ${name}: ${states.join(', ')}`
  })
}

// The grace of a machine that will not come back has to end first.
function countedStill(up: readonly Site[], gone: Machine): string | undefined {
  return first(up, observer => {
    const counts = counted(observer).some(({ holder }) => holder === gone.id)
    return counts ? `${observer.members.nameOf(observer.me)} still counts ${gone.name}` : undefined
  })
}

function counted(observer: Site): { holder: SiteId; snapshot: SnapshotId }[] {
  return observer.projects.all().flatMap(project => {
    const input = observer.assessor.input(project)
    const copies = input.sites.flatMap(({ id }) =>
      input.snapshots.map(snapshot => ({ holder: id, snapshot: snapshot.id })),
    )
    return copies.filter(({ holder, snapshot }) => copyOf(input, holder, snapshot).counted)
  })
}

/** Everything a view holds of one author, but for when it was read. */
function said(view: View, author: Site): string {
  const { me } = author
  return JSON.stringify(
    [
      view.self(me),
      [...view.holdings(me)].sort(),
      author.members.sites().map(holder =>
        author.projects.all().map(project => {
          const { firstSeen: _, ...proof } = view.proofBy(me, holder, project.id) ?? { firstSeen: 0 }
          return proof
        }),
      ),
    ],
    (_key, value) => (isBytes(value) ? Buffer.from(value).toString('hex') : value),
  )
}

// A Buffer has turned itself into an object by the time it is asked about.
function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (value as { type?: unknown } | null)?.type === 'Buffer'
}

/** At rest, whatever counts must be there, bit for bit. */
export function checkCounted(world: World, machines: readonly Machine[]): void {
  for (const { site, name } of machines) {
    for (const { holder, snapshot } of site === undefined ? [] : counted(site)) {
      if (world.truth.isWhole(holder, snapshot)) continue
      world.violated(`at rest, ${name} counts ${snapshot.slice(0, 8)} at ${holder.slice(0, 8)}, which is not whole`)
    }
  }
}

/** At rest, everybody's audit log is in order for everybody; one that was broken is that of a machine set back, and a fork. */
export async function checkAudits(world: World, machines: readonly Machine[]): Promise<void> {
  for (const { site, name } of machines) {
    for (const { id, name: author } of site === undefined ? [] : machines) {
      const { problems, holdsSeen } = await verifyLog(site!, id, async () => undefined)
      if (!holdsSeen) world.violated(`at rest, ${name} misses in ${author}'s audit log what it saw of it`)
      for (const { what } of problems) world.violated(`at rest, ${name} finds in ${author}'s audit log: ${what}`)
      for (const { kind, what } of site!.auditWatch.breaks(id))
        if (kind !== 'fork' || !world.truth.disks.get(id)!.wasSetBack)
          world.violated(`I12: ${name} says that ${author}'s audit log was broken (${kind}): ${what}`)
    }
  }
}

/** Restores a snapshot at a site from its peers alone, and compares. */
export async function checkRestore(world: World, site: Site, snapshot: TrueSnapshot): Promise<void> {
  const peers = new Set(site.peers.connected())
  const holders = (): SiteId[] =>
    site.view.holders(snapshot.project).flatMap(({ site: id }) => (peers.has(id) ? [id] : []))
  const nothing = {
    loadChunks: async (cids: readonly string[]) =>
      cids.map(cid => new HoldfastError('CHUNK_MISSING', `${cid} is not here`)),
  }
  const from = {
    project: snapshot.project,
    store: nothing,
    // As whoever has lost what it said it holds.
    peers: {
      connected: () => site.peers.connected(),
      chunks: (...call: Parameters<Site['peers']['chunks']>) =>
        site.custody.fetchVoided(snapshot.project, () => site.peers.chunks(...call)),
    },
    sources: holders,
    fetched: () => undefined,
    damaged: async () => undefined,
    clock: { wait: (ms: number) => world.timeline.pause(ms) },
  }
  const source = chunkSource(from, NO_SIGNAL)
  const left = new Map(snapshot.files)
  for await (const { path, entry } of walkTree(world.ring, source, snapshot.root)) {
    if (entry.type !== 'file') continue
    const pieces: Uint8Array[] = []
    for await (const leaf of fileLeaves(world.ring, source, entry))
      pieces.push(openLeaf(world.ring, await source(leaf.ref.cid), leaf.plain))
    const name = path.map(part => Buffer.from(part).toString()).join('/')
    if (left.get(name)?.equals(Buffer.concat(pieces)) !== true)
      world.violated(`I1: ${name} of ${snapshot.id.slice(0, 8)} comes back changed`)
    left.delete(name)
  }
  if (left.size > 0) world.violated(`I1: ${[...left.keys()].join()} of ${snapshot.id.slice(0, 8)} do not come back`)
}

function first<T>(items: Iterable<T>, find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
