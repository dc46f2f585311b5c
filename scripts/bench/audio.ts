// npm run bench:audio -- --gb 1 [--json]: what audio costs in bytes stored and sent, and how fast it goes in and out, by
// kind of file, on the generated project and on real recordings. Bytes come from real daemons; nothing is asserted. How
// this compares with other tools is for npm run bench to say.
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateStudioProject } from '../studio/project.ts'
import { type BenchMesh, bytesBelow, SITES, startBenchMesh } from './bench-mesh.ts'
import { type Kind, openReport, type Report, type Source } from './figures.ts'
import { linkFile, sortByKind } from './kinds.ts'
import { measure } from './meter.ts'
import { heedInterrupts, interrupted, timed } from './program.ts'
import { prepareRealAudio } from './real-audio.ts'
import { measureSealing } from './sealing.ts'
import { againInPrivateNetwork, isPrivateNetwork } from './wire.ts'

const MB = 1_000_000
const GB = 1_000_000_000
const USAGE = `npm run bench:audio -- [--gb 1] [--json] [--source generated|real|both] [--real FOLDER] [--seed 1]
  --gb        how much of each source
  --real      where decoded recordings are kept for the next run (default ~/.cache/holdfast-bench/real-audio)
FIGURES
  source_bytes  what the snapshot took               stored_ratio  growth of the first site's store / source
  encode_mb_s   ingest by the daemon                 wire_ratio    loopback bytes / two further copies / source
  decode_mb_s   restore by a site that received it   copies_s      from snapshot to three proved copies
  seal_mb_s, open_mb_s, sealed_ratio                 chunks sealed and opened on one thread, without files`
const FURTHER_COPIES = SITES.length - 1

interface Sum {
  plain: number
  stored: number
  wire: number | null
  /** Seconds. */
  ingest: number
  copies: number
  restore: number
}

process.exitCode = (await againInPrivateNetwork()) ?? (await main())

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      gb: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      source: { type: 'string', default: 'both' },
      real: { type: 'string' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  })
  const gb = Number(values.gb)
  const sources: readonly Source[] | undefined = (
    { generated: ['generated'], real: ['real'], both: ['generated', 'real'] } as const
  )[values.source as 'both']
  if (values.help || !(gb > 0) || sources === undefined) {
    process.stderr.write(`${USAGE}\n`)
    return values.help ? 0 : 2
  }
  const report = openReport('audio', values.json)
  if (!isPrivateNetwork())
    report.remark('bytes on the wire: all that loopback carries, no network of our own to count in')
  const cache =
    values.real ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'holdfast-bench', 'real-audio')
  heedInterrupts()
  const work = await mkdtemp(join(tmpdir(), 'hf-bench-'))
  try {
    for (const source of sources) {
      const folder =
        source === 'generated' ? join(work, 'nova-lp') : await realFolder(cache, gb * GB, join(work, 'real'), report)
      if (folder === undefined) continue
      if (source === 'generated') await generateStudioProject(folder, gb * GB, Number(values.seed))
      await measureKinds(source, folder, work, report, interrupted)
      await rm(folder, { recursive: true, force: true })
    }
    report.end()
    return 0
  } catch (error) {
    if (interrupted.aborted) return 130
    report.remark(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return 1
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function realFolder(cache: string, bytes: number, into: string, report: Report): Promise<string | undefined> {
  const found = await prepareRealAudio(cache, bytes, text => report.remark(text))
  if (found.files.length === 0) return undefined
  for (const file of found.files) await linkFile(join(cache, file), join(into, file))
  return into
}

async function measureKinds(
  source: Source,
  folder: string,
  work: string,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const kinds = await sortByKind(folder, join(work, 'kinds'))
  const all: Sum = { plain: 0, stored: 0, wire: 0, ingest: 0, copies: 0, restore: 0 }
  {
    await using mesh = await startBenchMesh(signal)
    for (const [kind, place] of kinds) {
      const sum = await measureKind(mesh, source, kind, place, work, report)
      for (const key of ['plain', 'stored', 'ingest', 'copies', 'restore'] as const) all[key] += sum[key]
      all.wire = all.wire === null || sum.wire === null ? null : all.wire + sum.wire
    }
  }
  await rm(join(work, 'kinds'), { recursive: true, force: true })
  // Of the recordings, the sum over their kinds is all there is; the generated project is one, in a mesh that is new.
  if (source === 'real') return tell(report, source, 'all', all)
  await using mesh = await startBenchMesh(signal)
  await measureKind(mesh, source, 'all', folder, work, report)
}

async function measureKind(
  mesh: BenchMesh,
  source: Source,
  kind: Kind,
  folder: string,
  work: string,
  report: Report,
): Promise<Sum> {
  const project = `${source}-${kind}`
  await mesh.add(project, folder)
  const before = await bytesBelow(mesh.store)
  let plain = 0
  let ingest = 0
  const { wall_s: copies, wire_bytes: wire } = await measure(await mesh.daemons(), async () => {
    const start = performance.now()
    const { plainBytes } = await mesh.update(project, phase => {
      if (phase === 'ingested') ingest = (performance.now() - start) / 1000
    })
    plain = plainBytes ?? 0
  })
  const to = join(work, 'restored')
  const stored = (await bytesBelow(mesh.store)) - before
  const restore = await timed(() => mesh.restore(SITES[1].name, project, to))
  await rm(to, { recursive: true, force: true })
  const sum = { plain, stored, wire, ingest, copies, restore }
  tell(report, source, kind, sum)
  const sealing = await measureSealing(folder)
  const { plainBytes } = sealing
  report.figure({ source, kind, figure: 'seal_mb_s', value: plainBytes / MB / sealing.sealSeconds })
  report.figure({ source, kind, figure: 'open_mb_s', value: plainBytes / MB / sealing.openSeconds })
  report.figure({ source, kind, figure: 'sealed_ratio', value: sealing.sealedBytes / plainBytes })
  return sum
}

function tell(report: Report, source: Source, kind: Kind, { plain, stored, wire, ingest, copies, restore }: Sum): void {
  report.figure({ source, kind, figure: 'source_bytes', value: plain })
  report.figure({ source, kind, figure: 'stored_ratio', value: stored / plain })
  if (wire !== null) report.figure({ source, kind, figure: 'wire_ratio', value: wire / FURTHER_COPIES / plain })
  report.figure({ source, kind, figure: 'encode_mb_s', value: plain / MB / ingest })
  report.figure({ source, kind, figure: 'copies_s', value: copies })
  report.figure({ source, kind, figure: 'decode_mb_s', value: plain / MB / restore })
}
