// What a site does while the power fails: the runs that are recorded, each small, each with everything that writes in it.
// A new one is a function and a line in `workloads`; those that need the store alone are in store-workloads.ts.
import type { DiskStore } from '../../node/store/disk-store.ts'
import { openMemoryStore } from '../../node/store/memory-store.ts'
import type { Store } from '../../node/store/store.ts'
import { leaseMessage } from '../../node/work/drop/drop-promises.ts'
import type { Peers } from '../../node/work/peers.ts'
import type { Site } from '../../node/work/site.ts'
import { keys, parseEntry } from '../../protocol/catalog.ts'
import { readHead, signHead } from '../../protocol/head.ts'
import type { Cid, ProjectId } from '../../protocol/ids.ts'
import type { SigningKey } from '../../protocol/keys.ts'
import { EMPTY_ROOT } from '../../protocol/merkle-map.ts'
import { STANDARD } from '../../protocol/policy.ts'
import { projectIdOf } from '../../protocol/project-entry.ts'
import { encodeSigned } from '../../protocol/signed.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { ingest as ingestFolder, never } from '../helpers/capture.ts'
import { noise } from '../helpers/chunk-memory.ts'
import { MemoryFolder } from '../helpers/memory-source.ts'
import { crashPorts, FIRST_ENTRIES, me, mesh, other, ring, startCrashSite } from './crash-site.ts'
import type { RecordedDisk } from './recorded-disk.ts'
import { collect, identity, lanes, openRecorded } from './store-workloads.ts'
import { toldStore } from './told-store.ts'
import type { Run } from './try-states.ts'

const DAYS = 5
const NONCE = Buffer.alloc(16, 4)
const PROJECT: ProjectId = projectIdOf(me.id, NONCE)

/** A site of the mesh at work on the recorded disk, with one project. */
async function openWorking(disk: RecordedDisk, store: DiskStore, peers: Partial<Peers> = {}): Promise<Site> {
  const told = toldStore(store, disk)
  await told.journal.append(FIRST_ENTRIES)
  const announce: Peers['announce'] = (topic, message) => {
    if (topic !== 'head') return
    const { seq } = readHead(message as Parameters<typeof readHead>[0])
    disk.tell(promised => {
      promised.ownSeq = Math.max(promised.ownSeq, seq)
    })
  }
  const site = await startCrashSite(told, { ...peers, announce })
  const fields = { founder: me.id, nonce: NONCE, rev: 1, prev: undefined, policy: STANDARD, ring: ring.id } as const
  await site.projects.write({ ...fields, phase: 'active', time: 1 }, { name: 'nova', rules: [] })
  return site
}

/** A folder that changes from day to day. */
function folderOfDay(folder: MemoryFolder, day: number): void {
  folder.write('song.session', `the session as of day ${day}\n`.repeat(200))
  folder.write(`takes/take-${day}.raw`, noise(day, 9_000 + 3_000 * day))
  if (day > 0) folder.append('takes/take-0.raw', noise(100 + day, 1_000))
}

async function snapshotOf(folder: MemoryFolder, store: Store, seq: number, author: SigningKey) {
  const openSource = () => folder.openSource('project')
  const ingested = await ingestFolder('project', store, { openSource })
  const fields = {
    project: PROJECT,
    root: rootOf(ingested.root),
    incarnation: 1,
    seq,
    parents: [],
    state: 'settled',
  } as const
  const words = { projectName: 'nova', label: '', path: Buffer.from('project'), user: 'ada', skipped: 0, newBytes: 0 }
  const counts = { files: 1, directories: 1, plainBytes: 1, liveFiles: 0, rebuildableFiles: 0, rebuildableBytes: 0 }
  return signSnapshot({ ...fields, time: seq }, { ...words, ...counts }, ring, mesh, author)
}

/** Snapshots of a folder that changes: chunks, the record, the holding and the head, as capture.ts has them follow. */
const ingest: Run = {
  site: true,
  async work(disk, root) {
    await using store = await openRecorded(disk, root)
    await using site = await openWorking(disk, store)
    const told = toldStore(store, disk)
    const folder = new MemoryFolder(() => Date.now() - 1000)
    for (let day = 0; day < DAYS; day++) {
      folderOfDay(folder, day)
      const { signed } = await snapshotOf(folder, told, day + 1, me)
      const { snapshot, listed } = await site.projects.publish(signed)
      disk.tell(promised => promised.snapshots.add(snapshot.id))
      await Promise.all([listed, site.custody.hold(snapshot)])
      disk.tell(promised => promised.held.set(snapshot.id, PROJECT))
    }
  },
}

/** Leases given, copies let go of and taken back: none of it moves a byte. */
const letGo: Run = {
  site: true,
  async work(disk, root) {
    await using store = await openRecorded(disk, root)
    await using site = await openWorking(disk, store)
    const told = toldStore(store, disk)
    const folder = new MemoryFolder(() => Date.now() - 1000)
    for (let day = 0; day < DAYS; day++) {
      folderOfDay(folder, day)
      const { id, signed } = await snapshotOf(folder, told, day + 1, me)
      const { snapshot, listed } = await site.projects.publish(signed)
      await Promise.all([listed, site.custody.hold(snapshot)])
      disk.tell(promised => promised.held.set(id, PROJECT))
      const nonce = noise(day, 16)
      const lease = { nonce: Buffer.from(nonce).toString('hex'), dropper: other.id, snapshots: [id], until: 2 ** 40 }
      await site.promises.record({ lease: leaseMessage(PROJECT, lease) })
      disk.tell(promised => promised.leases.set(lease.nonce, PROJECT))
      disk.tell(promised => promised.held.delete(id))
      await site.trash.mark([{ project: PROJECT, snapshot: id, reason: 'surplus' }])
      disk.tell(promised => promised.trashed.add(id))
      if (day % 2 === 0) continue
      // The site may be at it already, and then this says nothing of when it is done.
      if (await site.trash.takeBack(id, never)) disk.tell(promised => promised.held.set(id, PROJECT))
    }
  },
}

/** Another site's snapshots and its chunks, as it would serve them. */
async function authorWith(days: number): Promise<Author> {
  const store = await openMemoryStore({}, crashPorts)
  const folder = new MemoryFolder(() => Date.now() - 1000)
  const snapshots: ReturnType<typeof signSnapshot>[] = []
  for (let day = 0; day < days; day++) {
    folderOfDay(folder, day)
    snapshots.push(await snapshotOf(folder, store, day + 1, other))
  }
  return { store, snapshots }
}

interface Author {
  readonly store: Store
  readonly snapshots: readonly ReturnType<typeof signSnapshot>[]
}

const servedBy = (store: Store): Partial<Peers> => ({
  connected: () => [other.id],
  async chunks(_site, { cids }, onChunk) {
    let came = 0
    for (const [i, held] of (await store.hasChunks(cids)).entries()) {
      await onChunk(cids[i]!, held ? await store.loadChunk(cids[i]!) : undefined)
      if (held) came++
    }
    return came
  },
})

/** Has the site accept the snapshots of another and fetch them whole. */
async function pullAll(disk: RecordedDisk, site: Site, { snapshots }: Author): Promise<void> {
  for (const { id, signed } of snapshots) {
    await site.projects.learn([parseEntry(keys.snapshot(PROJECT, id), encodeSigned(signed))], other.id)
    disk.tell(promised => promised.snapshots.add(id))
    const snapshot = site.projects.snapshot(PROJECT, id)!
    await site.replicator.pull({ snapshot, sources: [other.id], copies: 1 }, never)
    disk.tell(promised => promised.held.set(id, PROJECT))
  }
}

/** Another site's snapshots on their way here: each chunk stored and read back, then the holding. */
const replicate: Run = {
  site: true,
  async work(disk, root) {
    const author = await authorWith(DAYS)
    await using store = await openRecorded(disk, root)
    await using site = await openWorking(disk, store, servedBy(author.store))
    await pullAll(disk, site, author)
  },
}

/** Chunks of what is held are found rotten, leave service, and come back from the other site. */
const scrubRepair: Run = {
  site: true,
  async work(disk, root) {
    const author = await authorWith(3)
    await using store = await openRecorded(disk, root)
    await using site = await openWorking(disk, store, servedBy(author.store))
    await pullAll(disk, site, author)
    const chunks: Cid[] = []
    for await (const record of store.scrub(undefined, never)) if (record.kind === 'chunk') chunks.push(record.cid)
    for (const [n, cid] of chunks.entries()) {
      if (n % 2 === 0) await site.mender.report(cid, 'a drill')
      if (n % 4 === 0) await site.mender.mend(never)
    }
    await site.mender.mend(never)
    const here = await store.hasChunks(chunks)
    if (here.includes(false)) throw new Error('what was rotten did not come back')
  },
}

/** Heads of others, facts, and the journal that is written anew while more are made. */
const promises: Run = {
  site: true,
  async work(disk, root) {
    await using store = await openRecorded(disk, root)
    await using site = await openWorking(disk, store)
    const membership = site.members.hash
    let prev: ReturnType<typeof readHead> | undefined
    for (let seq = 1; seq <= 40; seq++) {
      const fields = { mesh, author: other.id, incarnation: 1, nonce: NONCE, root: EMPTY_ROOT, membership, entries: 0 }
      const signed = signHead({ ...fields, seq, prev: prev?.id, time: seq }, other)
      prev = readHead(signed)
      await site.replicas.offer(signed, other.id)
      disk.tell(promised => promised.heads.set(other.id, seq))
      const key = `crash/${seq % 5}`
      disk.tell(promised => promised.state.delete(key))
      await site.promises.setState(key, Buffer.from(String(seq)))
      disk.tell(promised => promised.state.set(key, String(seq)))
    }
  },
}

export const workloads: Readonly<Record<string, Run>> = {
  ingest,
  replicate,
  'scrub-repair': scrubRepair,
  collect,
  promises,
  'let-go': letGo,
  lanes,
  identity,
}
