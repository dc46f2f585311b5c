// npm run bench:growth: what one more of something costs as everything else grows: a start, a put, catching up with a
// catalog, a status, freeing bytes. Each row is a store or a mesh ten times the one before; a figure that grows with it is to
// be explained: a collection looks at all that is kept.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Client, connectTo } from '../../cli/client.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { startDaemon } from '../start-daemon.ts'
import { benchPorts } from './bench-ports.ts'
import { buildCatalog, catchUp } from './catalog-catch-up.ts'
import { collectCost } from './collect-chunks.ts'
import { ingestOneMore } from './growth-files.ts'
import { writeLargeMesh } from './large-mesh.ts'
import { chunkFor, putManyChunks } from './many-chunks.ts'

const FILES = [1_000, 10_000, 100_000]
const CHUNKS = [1_000, 10_000, 100_000, 1_000_000]
const SNAPSHOTS = [100, 1_000, 10_000, 100_000]
const A_PROJECT = 100
const SITES = 10
const PORT = 19_960
const ASKED = 5
const CHANGES = 10

const { values } = parseArgs({
  options: { most: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
})
const most = Number(values.most)
const base = await mkdtemp(join(tmpdir(), 'hf-growth-'))
try {
  for (const files of FILES.filter(count => count <= most)) tell({ files, ...(await ingestOneMore(base, files)) })
  await growChunks(CHUNKS.filter(count => count <= most))
  await growSnapshots(SNAPSHOTS.filter(count => count <= most))
} finally {
  await rm(base, { recursive: true, force: true, maxRetries: 3 })
}

async function growChunks(counts: readonly number[]): Promise<void> {
  const path = join(base, 'chunks')
  let there = 0
  for (const count of counts) {
    await putManyChunks(path, there, count, benchPorts())
    there = count
    const opened = await timed(() => openDiskStore(path, {}, benchPorts()))
    await using store = opened.value
    const put = await timed(() => store.putChunks([chunkFor(-count)]))
    tell({ chunks: count, open_ms: opened.ms, open_cpu_ms: opened.cpu, put_ms: put.ms, heap_mb: heapMb() })
    tell({ kept_chunks: count, ...(await collectCost(store, count, () => true)) })
    // Last: the rows before would be of other stores than they say.
    if (count === counts.at(-1)) tell({ half_of_chunks: count, ...(await collectCost(store, count, n => n % 2 === 0)) })
  }
}

async function growSnapshots(counts: readonly number[]): Promise<void> {
  for (const count of counts) {
    const home = join(base, `mesh-${count}`)
    const projects = Math.max(1, count / A_PROJECT)
    await writeLargeMesh(home, { sites: SITES, projects, snapshots: count / projects }, PORT, benchPorts().log)
    const start = performance.now()
    const pid = await startDaemon(home, join(base, 'daemon.log'), {})
    const start_ms = performance.now() - start
    try {
      const client = connectTo(join(home, 'control.sock'), 'bench', new AbortController().signal)
      const status_ms = await statusMs(client)
      const catalog = buildCatalog(count)
      await catchUp(catalog, count, CHANGES, 'walking')
      const caught = await catchUp(catalog, count, CHANGES, 'walking')
      const edits = await catchUp(catalog, count, CHANGES, 'edits')
      tell({
        snapshots: count,
        start_ms,
        status_ms,
        rss_mb: await rssMb(pid),
        sync_edits_ms: edits.seconds * 1000,
        sync_walk_ms: caught.seconds * 1000,
        sync_walk_bytes: caught.wireBytes,
      })
    } finally {
      process.kill(pid, 'SIGKILL')
    }
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** The median of a few, after one that lets the daemon look at everything once. */
async function statusMs(client: Client): Promise<number> {
  await client.call('status', {})
  const times: number[] = []
  for (let n = 0; n < ASKED; n++) times.push((await timed(() => client.call('status', {}))).ms)
  return times.sort((a, b) => a - b)[ASKED >> 1]!
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; cpu: number }> {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  const value = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { value, ms: performance.now() - start, cpu: (user + system) / 1000 }
}

async function rssMb(pid: number): Promise<number> {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return (Number(kib) * 1024) / 1e6
}

function heapMb(): number {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

function tell(figures: Readonly<Record<string, number>>): void {
  const rounded = Object.entries(figures).map(([name, value]) => [name, Math.round(value * 10) / 10] as const)
  if (values.json) console.log(JSON.stringify(Object.fromEntries(rounded)))
  else console.log(rounded.map(([name, value]) => `${name} ${value.toLocaleString('en-US')}`).join('   '))
}
