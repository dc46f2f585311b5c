// Many small files, in one process: ingest into a store on disk as the daemon does it (sealing threads, read back), then
// again with nothing changed. Wall, CPU seconds by thread, the longest waits of the event loop, and how often disk, index
// and sealing threads were asked. `node scripts/bench/micro-small.ts [--files 20000] [--rounds 1] [--in DIR]`
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { countBuffersAsHeap } from '../../node/heap.ts'
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import { openSealingPool } from '../../node/sealing/pool.ts'
import { type Disk, realDisk } from '../../node/store/disk.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import type { Store } from '../../node/store/store.ts'
import { ingestFolder } from '../../node/work/ingest/ingest.ts'
import { openReaders } from '../../node/work/ingest/readers-disk.ts'
import { openDiskSource } from '../../node/work/ingest/source-disk.ts'
import type { Sealer } from '../../node/work/sealer.ts'
import { idOf } from '../../protocol/ids.ts'
import { createRing } from '../../protocol/ring.ts'
import { randomFor } from '../studio/random.ts'
import { PLAIN_INGEST } from './plain-ingest.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '1' },
    in: { type: 'string', default: tmpdir() },
  },
})
const FOLDERS = 200
const never = new AbortController().signal
const quiet = () => undefined
const ports: Ports = {
  clock: realClock,
  random: realRandom,
  log: { info: quiet, warn: quiet, error: quiet, debug: quiet },
}

countBuffersAsHeap() // as the daemon does
const place = await mkdtemp(join(values.in, 'holdfast-small-'))
try {
  const project = join(place, 'project')
  await createProject(project, Number(values.files))
  for (let round = 1; round <= Number(values.rounds); round++) await measure(project, join(place, `store-${round}`))
} finally {
  await rm(place, { recursive: true, force: true })
}

async function measure(folder: string, path: string): Promise<void> {
  const counts = { writes: 0, syncs: 0, puts: 0, pidPuts: 0, lookUps: 0, seals: 0, cacheEdits: 0 }
  const disk: Disk = {
    ...realDisk,
    write(...call) {
      counts.writes++
      return realDisk.write(...call)
    },
    sync(file) {
      counts.syncs++
      return realDisk.sync(file)
    },
  }
  await using store = await openDiskStore(path, { disk }, ports)
  await using pool = openSealingPool()
  await using readers = openReaders()
  const ring = createRing(idOf('RingId', new Uint8Array(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
  const sealer: Sealer = {
    width: pool.width,
    identify: (...call) => pool.identify(...call),
    seal(...call) {
      counts.seals++
      return pool.seal(...call)
    },
    open: (...call) => pool.open(...call),
    done: bytes => pool.done(bytes),
  }
  const cache = store.cache('stat')
  const options = {
    folder,
    project: idOf('ProjectId', new Uint8Array(16)),
    ring,
    store: counted(store, counts),
    sealer,
    cache: {
      getMany: cache.getMany.bind(cache),
      batch(edits: Parameters<typeof cache.batch>[0]) {
        counts.cacheEdits++
        return cache.batch(edits)
      },
    },
    ...PLAIN_INGEST,
  }
  for (const what of ['fresh', 'again', 'again']) {
    Object.keys(counts).forEach(key => {
      counts[key as keyof typeof counts] = 0
    })
    const cpuBefore = await cpuByThread()
    const loop = monitorEventLoopDelay({ resolution: 1 })
    loop.enable()
    const start = performance.now()
    const { files, readBytes } = await ingestFolder(
      options,
      { clock: realClock, openSource: folder => openDiskSource(folder, readers) },
      never,
    )
    const wall = (performance.now() - start) / 1000
    loop.disable()
    const cpu = difference(await cpuByThread(), cpuBefore)
    console.log(
      JSON.stringify({
        what,
        files,
        readBytes,
        wall_s: round3(wall),
        cpu_s: round3(Object.values(cpu).reduce((sum, one) => sum + one, 0)),
        cpu,
        loop_p99_ms: round3(loop.percentile(99) / 1e6 - 1),
        loop_max_ms: round3(loop.max / 1e6 - 1),
        ...counts,
      }),
    )
  }
}

// What ingest stores is read back, as the daemon does.
function counted(store: Store, counts: { puts: number; pidPuts: number; lookUps: number }) {
  return {
    async putChunks(chunks: Parameters<Store['putChunks']>[0]) {
      counts.puts++
      await store.putChunks(chunks)
      await store.checkChunks(chunks.map(({ cid }) => cid))
    },
    loadChunk: store.loadChunk.bind(store),
    sizesOf: store.sizesOf.bind(store),
    putPids(pairs: Parameters<Store['putPids']>[0]) {
      counts.pidPuts++
      return store.putPids(pairs)
    },
    loadCidsOf(pids: Parameters<Store['loadCidsOf']>[0]) {
      counts.lookUps++
      return store.loadCidsOf(pids)
    },
  }
}

// Presets and notes: half of each is noise, half compresses well.
async function createProject(folder: string, files: number): Promise<void> {
  const random = randomFor(1, 'small')
  for (let n = 0; n < FOLDERS; n++) await mkdir(join(folder, `bank ${n}`), { recursive: true })
  for (let n = 0; n < files; n++) {
    const bytes = Buffer.alloc(1024 + random.below(7 * 1024), `preset ${n} `)
    for (let at = 0; at + 4 <= bytes.length / 2; at += 4) bytes.writeInt32LE(random.word(), at)
    await writeFile(join(folder, `bank ${n % FOLDERS}`, `preset ${n}.fxp`), bytes)
  }
  await new Promise(resolve => setTimeout(resolve, 200)) // past the grain of the time stamps
}

/** User and system seconds of all threads of this process, by the name of the thread. */
async function cpuByThread(): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const task of await readdir('/proc/self/task')) {
    const stat = await readFile(`/proc/self/task/${task}/stat`, 'latin1').catch(() => undefined)
    if (stat === undefined) continue // it has ended
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    sums[name] = (sums[name] ?? 0) + (Number(user) + Number(system)) / 100
  }
  return sums
}

function difference(now: Record<string, number>, before: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(now).map(([name, sum]) => [name, round3(sum - (before[name] ?? 0))]))
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000
}
