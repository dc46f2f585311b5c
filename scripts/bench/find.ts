// How long a search of many files takes and what the index weighs: node scripts/bench/find.ts [--files 1000000] [--json].
// The files are made up, as studios name them; trees are sealed and read back, so that building is measured too. `cpu` is
// what a search computes, ms, for machines that are busy with other things.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Blocks } from '../../node/work/find/blocks.ts'
import { dayOf } from '../../node/work/find/days.ts'
import { search } from '../../node/work/find/search.ts'
import type { Query } from '../../node/work/find/terms.ts'
import { idOf, parseId } from '../../protocol/ids.ts'
import { createRing } from '../../protocol/ring.ts'
import { buildDirectory } from '../../protocol/tree-directory.ts'
import type { DirectoryEntry, FileEntry } from '../../protocol/tree-entry.ts'
import { rootOf } from '../../protocol/tree-load.ts'

const PROJECTS = 50
const FILES_A_FOLDER = 40
const ROUNDS = 20
const INSTRUMENTS =
  'Vox,Gtr DI,Gtr Amp,Kick In,Kick Out,Snare Top,OH L,OH R,Room,Bass DI,Piano,Strings,Fx,Bounce'.split(',')
const nothing: Query = { words: [], scene: undefined, take: undefined, by: undefined, days: undefined }

const argv = process.argv.slice(2)
const files = Number(argv[argv.indexOf('--files') + 1] ?? 0) || 1_000_000
const asJson = argv.includes('--json')
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const ring = createRing(parseId('RingId', '17'.repeat(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
const blocks = new Blocks()
const lines: { snapshot: number; root: Awaited<ReturnType<Blocks['hold']>>; by: string[] }[][] = []
const before = weight()
let building = 0
for (let project = 0; project < PROJECTS; project++) {
  const chunks = new Map<string, Uint8Array>()
  const root = rootOf(projectTree(project, Math.ceil(files / PROJECTS), chunks))
  const from = performance.now()
  const block = await blocks.hold(
    ring,
    async cid => chunks.get(cid)!,
    root,
    async () => undefined,
  )
  building += performance.now() - from
  lines.push([{ snapshot: project, root: block, by: ['berlin-a', 'ada'] }])
}
await new Promise(resolve => setTimeout(resolve, 500)) // freed buffers are swept beside
const bytes = weight() - before
const total = lines.reduce((sum, [line]) => sum + line!.root.files, 0)
tell('files', total)
tell('index_bytes_per_file', Math.round(bytes / total))
tell('build_files_per_second', Math.round((total / building) * 1000))

const QUERIES: Record<string, Query> = {
  'one file': { ...nothing, words: ['vox 0011242'] },
  'an instrument': { ...nothing, words: ['kick'] },
  'two words': { ...nothing, words: ['gtr', 'session 12'] },
  'every file': { ...nothing, words: ['wav'] },
  everything: nothing,
  'nothing there': { ...nothing, words: ['theremin'] },
  'scene and take': { ...nothing, scene: '12a', take: '3' },
  'scene pattern': { ...nothing, scene: '12*' },
  by: { ...nothing, by: 'mixpre' },
  'a day': { ...nothing, days: { from: dayOf('2026-03-14')!, to: dayOf('2026-03-14')! } },
  'a folder': { ...nothing, words: ['album 8/audio files'] },
}
let worst = 0
for (const [name, query] of Object.entries(QUERIES)) {
  const times: number[] = []
  const computed: number[] = []
  let found = 0
  let held = 0 // the longest others had to wait, ms
  for (let round = -2; round < ROUNDS; round++) {
    const from = performance.now()
    const cpu = process.cpuUsage()
    let since = from
    const breathe = async () => {
      held = Math.max(held, performance.now() - since)
      await nextTurn()
      since = performance.now()
    }
    found = (await search(lines, query, 100, { monotonic: () => performance.now(), breathe })).total
    const took = performance.now() - from
    if (round < 0) continue // the first make the code warm
    times.push(took)
    const { user, system } = process.cpuUsage(cpu)
    computed.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  computed.sort((a, b) => a - b)
  worst = Math.max(worst, times.at(-1)!)
  tell('find_ms', times[ROUNDS >> 1]!, {
    query: name,
    p95: round1(times[Math.ceil(ROUNDS * 0.95) - 1]!),
    cpu: round1(computed[ROUNDS >> 1]!),
    found,
    held_ms: round1(held),
  })
}
tell('find_worst_ms', worst)

function projectTree(project: number, count: number, chunks: Map<string, Uint8Array>) {
  const sink = (chunk: { cid: string; bytes: Uint8Array }) => chunks.set(chunk.cid, chunk.bytes)
  const sessions: DirectoryEntry[] = []
  for (let made = 0; made < count; ) {
    const audio: FileEntry[] = []
    while (audio.length < FILES_A_FOLDER && made < count) audio.push(take(project, made++))
    const inner = buildDirectory(ring, audio, sink)
    const session = buildDirectory(ring, [folder('Audio Files', inner)], sink)
    sessions.push(folder(`Session ${made} Album ${made % 12}`, session))
  }
  return buildDirectory(ring, sessions, sink)
}

function folder(name: string, child: ReturnType<typeof buildDirectory>): DirectoryEntry {
  const common = { mode: 0o755, mtimeSeconds: 1_770_000_000, mtimeNanoseconds: 0, xattrs: [] }
  return { ...common, type: 'directory', name: Buffer.from(name), child }
}

function take(project: number, n: number): FileEntry {
  const id = project * 1_000_000 + n
  const cid = idOf('Cid', Buffer.alloc(32, `${id}`))
  const day = String(1 + (id % 28)).padStart(2, '0')
  return {
    type: 'file',
    name: Buffer.from(`${INSTRUMENTS[id % INSTRUMENTS.length]} ${String(id).padStart(7, '0')}.wav`),
    mode: 0o644,
    mtimeSeconds: 1_600_000_000 + ((id * 7919) % 170_000_000),
    mtimeNanoseconds: 0,
    xattrs: [],
    size: 1_000_000,
    child: { cid, stored: 600_000, below: 0, sendClass: 2 },
    linkGroup: undefined,
    live: false,
    category: 'raw',
    media: {
      container: 'wav',
      codec: 'pcm',
      channels: 2,
      rate: 48_000,
      bits: 24,
      durationMs: 180_000,
      tags: {
        scene: `${id % 90}${'abc'[id % 3]}`,
        take: String(1 + (id % 17)),
        project: `Nova ${project}`,
        originator: id % 5 === 0 ? 'SoundDev: MixPre' : 'Zoom F8n Pro',
        reel: `26Y03M${day}`,
        date: `2026-03-${day}`,
        time: '13:04:05',
      },
    },
  }
}

function weight(): number {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function round1(value: number): number {
  return Math.round(value * 10) / 10
}

function tell(metric: string, value: number, more: Record<string, number | string> = {}): void {
  if (asJson) console.log(JSON.stringify({ metric, value: round1(value), ...more }))
  else
    console.log(
      `${metric} ${round1(value)} ${Object.entries(more)
        .map(([key, text]) => `${key}=${text}`)
        .join(' ')}`,
    )
}
