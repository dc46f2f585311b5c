// What ingest costs inside one process: a folder taken into a fresh store on disk, sealed by the daemon's threads. Says MB
// (10^6) a second, CPU seconds a GB by kind of thread, the event loop's delay and the largest resident size.
//   node scripts/bench/micro-ingest.ts [--folder PATH | --gb 0.6] [--store PATH] [--raw] [--runs 3] [--json]
// Without a folder it generates one; --raw seals everything without a codec. A run is a process of its own.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import { openSealingPool } from '../../node/sealing/pool.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { ingestFolder } from '../../node/work/ingest/ingest.ts'
import { openDiskSource } from '../../node/work/ingest/source-disk.ts'
import type { Sealer } from '../../node/work/sealer.ts'
import { parseId } from '../../protocol/ids.ts'
import { createRing } from '../../protocol/ring.ts'
import { generateStudioProject } from '../studio/project.ts'
import { PLAIN_INGEST } from './plain-ingest.ts'

export interface IngestCost {
  readonly plain_bytes: number
  readonly stored_bytes: number
  readonly wall_s: number
  readonly mb_s: number
  /** CPU seconds a GB (10^9) of plain bytes, by kind of thread: main, sealing, v8, io. */
  readonly cpu_s_gb: Readonly<Record<string, number>>
  readonly loop_p99_ms: number
  readonly loop_max_ms: number
  readonly rss_bytes: number
}

const TICKS_A_SECOND = 100
const ID = '000102030405060708090a0b0c0d0e0f'
const silent = () => undefined
const ports: Ports = {
  clock: realClock,
  random: realRandom,
  log: { info: silent, warn: silent, error: silent, debug: silent },
}

/** Ingests `folder` into a new store at `store`, in this process. */
export async function measureIngest(folder: string, store: string, isRaw: boolean): Promise<IngestCost> {
  const ring = createRing(parseId('RingId', ID), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
  await using opened = await openDiskStore(store, {}, ports)
  await using pool = openSealingPool()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const before = await cpuByThread()
  delay.enable()
  const start = performance.now()
  const { readBytes, newBytes } = await ingestFolder(
    {
      folder,
      project: parseId('ProjectId', ID),
      ring,
      store: opened,
      sealer: isRaw ? withoutCodec(pool) : pool,
      cache: opened.cache('stat'),
      ...PLAIN_INGEST,
    },
    { clock: realClock, openSource: openDiskSource },
    new AbortController().signal,
  )
  const wall = (performance.now() - start) / 1000
  delay.disable()
  const after = await cpuByThread()
  const kinds = [...after].map(([kind, s]) => [kind, ((s - (before.get(kind) ?? 0)) / readBytes) * 1e9] as const)
  return {
    plain_bytes: readBytes,
    stored_bytes: newBytes,
    wall_s: wall,
    mb_s: readBytes / wall / 1e6,
    cpu_s_gb: Object.fromEntries([...kinds, ['all', kinds.reduce((sum, [, s]) => sum + s, 0)]]),
    loop_p99_ms: delay.percentile(99) / 1e6,
    loop_max_ms: delay.max / 1e6,
    rss_bytes: process.resourceUsage().maxRSS * 1024,
  }
}

function withoutCodec(sealer: Sealer): Sealer {
  return {
    width: sealer.width,
    identify: (ring, pieces) => sealer.identify(ring, pieces),
    seal: (ring, pieces) =>
      sealer.seal(
        ring,
        pieces.map(piece => ({ ...piece, codec: 'raw' })),
      ),
    open: (ring, leaves) => sealer.open(ring, leaves),
    done: bytes => sealer.done(bytes),
  }
}

/** CPU seconds so far of this process' living threads. */
async function cpuByThread(): Promise<Map<string, number>> {
  const spent = new Map<string, number>()
  for (const thread of await readdir('/proc/self/task')) {
    const stat = await readFile(`/proc/self/task/${thread}/stat`, 'latin1')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
    const kind = kindOf(Number(thread), name)
    spent.set(kind, (spent.get(kind) ?? 0) + seconds)
  }
  return spent
}

function kindOf(thread: number, name: string): string {
  if (thread === process.pid) return 'main'
  if (/^V8|^DelayedTask|^SignalInspector/.test(name)) return 'v8'
  return /libuv/.test(name) ? 'io' : 'sealing'
}

function show(cost: IngestCost): string {
  const cpu = Object.entries(cost.cpu_s_gb).map(([kind, s]) => `${kind} ${s.toFixed(2)}`)
  return [
    `${cost.mb_s.toFixed(0)} MB/s`,
    `stored ${(cost.stored_bytes / cost.plain_bytes).toFixed(3)}`,
    `CPU s/GB ${cpu.join(' ')}`,
    `loop p99 ${cost.loop_p99_ms.toFixed(1)} max ${cost.loop_max_ms.toFixed(0)} ms`,
    `RSS ${(cost.rss_bytes / 1e6).toFixed(0)} MB`,
  ].join(' · ')
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      store: { type: 'string', default: tmpdir() },
      gb: { type: 'string', default: '0.6' },
      runs: { type: 'string', default: '3' },
      raw: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
    },
  })
  const place = await mkdtemp(join(values.store, 'holdfast-micro-ingest-'))
  try {
    if (values.once) {
      const cost = await measureIngest(values.folder!, join(place, 'store'), values.raw)
      console.log(values.json ? JSON.stringify(cost) : show(cost))
      return
    }
    const folder = values.folder ?? join(place, 'project')
    if (values.folder === undefined) await generateStudioProject(folder, Number(values.gb) * 1e9)
    const flags = [...(values.raw ? ['--raw'] : []), ...(values.json ? ['--json'] : [])]
    for (let run = 0; run < Number(values.runs); run++) {
      const child = [import.meta.filename, '--once', '--folder', folder, '--store', values.store, ...flags]
      execFileSync(process.execPath, [...process.execArgv, ...child], { stdio: 'inherit' })
    }
  } finally {
    await rm(place, { recursive: true })
  }
}

if (import.meta.main) await main()
