// What the exchange of chunks costs: two sites in processes of their own, one that holds a tree in memory and one that
// pulls it and drops it, so that nothing but the wire is measured. Prints MiB/s and the CPU seconds of both.
//   node scripts/bench/micro-exchange.ts [--mb 512] [--chunk 4] [--runs 1] [--profile DIR] [--rtt 50 --mbit 200]
// With --rtt and --mbit the two meet over a slow line, and the share of its rate that was used is printed.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { countBuffersAsHeap } from '../../node/heap.ts'
import { startNetwork } from '../../node/network/network.ts'
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import type { Serves } from '../../node/work/peers.ts'
import { Pull, type PullCustody } from '../../node/work/pull.ts'
import { parseHeader } from '../../protocol/chunk.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Cid, parseId, type SiteId } from '../../protocol/ids.ts'
import type { SnapshotRecord } from '../../protocol/snapshot.ts'
import type { RootRef } from '../../protocol/tree-load.ts'
import { plantTree } from './planted-tree.ts'

const MiB = 1024 * 1024
const mesh = parseId('MeshId', '11'.repeat(32))
const project = parseId('ProjectId', '22'.repeat(16))
const seeds = { holder: new Uint8Array(32).fill(1), puller: new Uint8Array(32).fill(2) }
const log = { info: () => undefined, warn: console.error, error: console.error, debug: () => undefined }
const ports: Ports = { clock: realClock, random: realRandom, log }

interface Ready {
  readonly site: SiteId
  readonly address: string
  readonly root: RootRef
}

interface Spent {
  readonly cpu: number
  readonly peakMb: number
}

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '512' },
    chunk: { type: 'string', default: '4' },
    runs: { type: 'string', default: '1' },
    profile: { type: 'string' },
    rtt: { type: 'string' },
    mbit: { type: 'string', default: '200' },
    hold: { type: 'string' }, // this process is the holder, for the puller with this id
  },
})
const line = values.rtt === undefined ? undefined : { rttMs: Number(values.rtt), mbit: Number(values.mbit) }

/** Serves a planted tree until the parent goes. */
async function hold(puller: SiteId): Promise<void> {
  const { root, chunks } = plantTree(Number(values.mb) * MiB, Number(values.chunk) * MiB)
  const serves = {
    ...silentServes,
    async *chunks(_from, { cids }) {
      for (const cid of cids) yield { cid, bytes: chunks.get(cid) }
    },
  } as Serves
  const network = await startNetwork(
    {
      mesh,
      seed: seeds.holder,
      listen: ['/ip4/127.0.0.1/tcp/0'],
      members: [puller],
      addressesOf: () => [],
      announcements: false,
    },
    serves,
    ports,
  )
  const address = network.addresses()[0]!
  let end = await begin('holder')
  process.on('message', async word => {
    if (word === 'begin') end = await begin('holder')
    process.send!(word === 'begin' ? 'began' : await end())
  })
  process.on('disconnect', () => process.exit())
  process.send!({ site: network.site, address, root } satisfies Ready)
}

async function measure(): Promise<void> {
  const self = await siteOf(seeds.puller)
  const holder = fork(import.meta.filename, [...process.argv.slice(2), '--hold', self], { stdio: 'inherit' })
  const ready = (await answer(holder)) as Ready
  const [, , host, , port] = ready.address.split('/')
  using relay = line && (await slowLine(host!, port!, line))
  const address = relay === undefined ? ready.address : `/ip4/127.0.0.1/tcp/${relay.port}`
  let connected = (): void => undefined
  const open = new Promise<void>(resolve => {
    connected = resolve
  })
  const network = await startNetwork(
    {
      mesh,
      seed: seeds.puller,
      listen: [],
      members: [ready.site],
      addressesOf: () => [{ site: ready.site, addresses: [address] }],
      announcements: false,
    },
    { ...silentServes, connected } as Serves,
    ports,
  )
  await open
  for (let run = 0; run < Number(values.runs); run++) {
    const have = new Map<Cid, Uint8Array>()
    const snapshot = { id: parseId('SnapshotId', '44'.repeat(32)), project, root: ready.root } as SnapshotRecord
    const transfer = {
      project,
      snapshot: snapshot.id,
      haveBytes: 0,
      needBytes: ready.root.storedBytes,
      startedAt: 0,
      receivedBytes: 0,
    }
    holder.send('begin')
    await answer(holder)
    const end = await begin('puller')
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const from = performance.now()
    const wanted = { snapshot, sources: [ready.site], copies: 0 }
    await new Pull(network, custodyOf(have), wanted, transfer, () => undefined, ports).run(new AbortController().signal)
    const seconds = (performance.now() - from) / 1000
    delay.disable()
    const mine = await end()
    holder.send('end')
    const theirs = (await answer(holder)) as Spent
    const mib = transfer.receivedBytes / MiB
    const perGb = (cpu: number): string => (cpu / (transfer.receivedBytes / 1e9)).toFixed(2)
    console.log(
      [
        `${mib.toFixed(0)} MiB in ${seconds.toFixed(2)} s: ${(mib / seconds).toFixed(0)} MiB/s`,
        `CPU s/GB: sends ${perGb(theirs.cpu)}, receives ${perGb(mine.cpu)}`,
        `peak MB: ${theirs.peakMb.toFixed(0)}, ${mine.peakMb.toFixed(0)}`,
        `event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms`,
        ...(line === undefined ? [] : [`${((mib * MiB * 8) / 1e4 / line.mbit / seconds).toFixed(0)} % of the line`]),
      ].join('; '),
    )
  }
  await network[Symbol.asyncDispose]()
  holder.disconnect()
  if (cpus().length < 2) console.log('one core: both sites shared it')
}

/** Starts counting; the answer ends it. */
async function begin(role: string): Promise<() => Promise<Spent>> {
  const session = values.profile === undefined ? undefined : new Session()
  session?.connect()
  await session?.post('Profiler.enable')
  await session?.post('Profiler.start')
  const from = process.cpuUsage()
  return async () => {
    const { user, system } = process.cpuUsage(from)
    if (session !== undefined) {
      const { profile } = await session.post('Profiler.stop')
      mkdirSync(values.profile!, { recursive: true })
      writeFileSync(join(values.profile!, `${role}.cpuprofile`), JSON.stringify(profile))
    }
    return { cpu: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 }
  }
}

/** Knows tree chunks alone, as much as the walk needs; leaves are dropped once they are counted. */
function custodyOf(have: Map<Cid, Uint8Array>): PullCustody {
  return {
    has: async cids => cids.map(cid => have.has(cid)),
    async loadChildren(ref) {
      const bytes = have.get(ref.cid)
      if (bytes === undefined) throw new HoldfastError('CHUNK_MISSING', ref.cid)
      return parseHeader(bytes).children
    },
    async store(chunks) {
      for (const { cid, bytes } of chunks) have.set(cid, parseHeader(bytes).kind === 'tree' ? bytes : bytes.slice(0, 0))
    },
  }
}

const silentServes: Partial<Serves> = {
  hello: async () => ({}),
  heads: async () => ({ heads: [] }),
  catalog: async () => ({}),
  announced: async () => 'accept',
  connected: () => undefined,
  disconnected: () => undefined,
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]
  return message
}

/** In a process of its own: what it delivers late must not be late because a site computes. */
async function slowLine(host: string, port: string, { rttMs, mbit }: { rttMs: number; mbit: number }) {
  const program = join(import.meta.dirname, '..', '..', 'test', 'helpers', 'slow-relay.ts')
  const child = spawn(process.execPath, [program, host, port, `${rttMs}`, `${mbit}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(printed.toString()), [Symbol.dispose]: () => void child.kill() }
}

async function siteOf(seed: Uint8Array): Promise<SiteId> {
  const { privateKeyOf, siteIdOfKey } = await import('../../node/network/peer-id.ts')
  return siteIdOfKey(await privateKeyOf(seed))
}

countBuffersAsHeap() // as the daemon does
if (values.hold === undefined) await measure()
else await hold(values.hold as SiteId)
