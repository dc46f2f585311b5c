// npm run bench:audio -- --gb 1 [--json]: what audio costs in bytes stored and sent, and how fast it goes in and out, on
// the generated project and on real recordings. Bytes come from real daemons; nothing is asserted.
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateStudioProject } from '../studio/project.ts'
import { type BenchMesh, FURTHER_COPIES, startBenchMesh } from './bench-mesh.ts'
import { measureWhole } from './day.ts'
import { type Kind, openReport, type Report, type Source } from './figures.ts'
import { linkFile, sortByKind } from './kinds.ts'
import { prepareRealAudio } from './real-audio.ts'
import { measureSealing } from './sealing.ts'
import { againInPrivateNetwork, isPrivateNetwork } from './wire.ts'

const MB = 1_000_000
const GB = 1_000_000_000
const USAGE = `npm run bench:audio -- [--gb 1] [--json] [--source generated|real|both] [--real FOLDER] [--no-peers] [--seed 1]
  --gb        how much of each source; below 0.1, restores are measured once
  --real      where decoded recordings are kept for the next run (default ~/.cache/holdfast-bench/real-audio)
  --no-peers  leave out borg, rsync and syncthing
FIGURES
  source_bytes  what the snapshot took               stored_ratio  growth of the first site's store / source
  encode_mb_s   ingest by the daemon                 wire_ratio    loopback bytes / two further copies / source
  decode_mb_s   restore by a daemon                  copies_s      from snapshot to three proved copies
  seal_mb_s, open_mb_s, sealed_ratio                 chunks sealed and opened on one thread, without files
  day_*         a day's work on the generated project: bytes stored, on the wire to two copies, seconds`

interface Sum {
  plain: number
  stored: number
  wire: number | undefined
  ingest: number
  restore: number
}

process.exitCode = (await againInPrivateNetwork()) ?? (await main())

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      gb: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      source: { type: 'string', default: 'both' },
      real: { type: 'string' },
      peers: { type: 'boolean', default: true },
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
  const stop = new AbortController()
  const interrupt = (): void => stop.abort(new Error('interrupted'))
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const work = await mkdtemp(join(tmpdir(), 'hf-bench-'))
  try {
    for (const source of sources) {
      const folder =
        source === 'generated' ? join(work, 'nova-lp') : await realFolder(cache, gb * GB, join(work, 'real'), report)
      if (folder === undefined) continue
      if (source === 'generated') await generateStudioProject(folder, gb * GB, Number(values.seed))
      await measureKinds(source, folder, work, report, stop.signal)
      if (source === 'generated') {
        const rounds = gb < 0.1 ? 1 : 3
        await measureWhole(
          { folder, work, seed: Number(values.seed), peers: values.peers, rounds },
          report,
          stop.signal,
        )
      }
      await rm(folder, { recursive: true, force: true })
    }
    report.end()
    return 0
  } catch (error) {
    if (stop.signal.aborted) return 130
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
  const all: Sum = { plain: 0, stored: 0, wire: 0, ingest: 0, restore: 0 }
  {
    await using mesh = await startBenchMesh(signal)
    for (const [kind, place] of kinds) await measureKind(mesh, source, kind, place, work, report, all)
  }
  // The generated project is measured as one project too; of the recordings, the sum over their kinds is all there is.
  if (source === 'real') tell(report, source, 'all', all)
  await rm(join(work, 'kinds'), { recursive: true, force: true })
}

async function measureKind(
  mesh: BenchMesh,
  source: Source,
  kind: Kind,
  folder: string,
  work: string,
  report: Report,
  all: Sum,
): Promise<void> {
  const kept = await mesh.keep(`${source}-${kind}`, folder)
  const to = join(work, 'restored')
  const restore = await mesh.restore(`${source}-${kind}`, to)
  await rm(to, { recursive: true, force: true })
  const sum = {
    plain: kept.plainBytes,
    stored: kept.storedBytes,
    wire: kept.wireBytes,
    ingest: kept.ingestSeconds,
    restore,
  }
  tell(report, source, kind, sum)
  all.plain += sum.plain
  all.stored += sum.stored
  all.wire = all.wire === undefined || sum.wire === undefined ? undefined : all.wire + sum.wire
  all.ingest += sum.ingest
  all.restore += sum.restore
  const sealing = await measureSealing(folder)
  const { plainBytes } = sealing
  report.figure({ source, kind, figure: 'seal_mb_s', value: plainBytes / MB / sealing.sealSeconds })
  report.figure({ source, kind, figure: 'open_mb_s', value: plainBytes / MB / sealing.openSeconds })
  report.figure({ source, kind, figure: 'sealed_ratio', value: sealing.sealedBytes / plainBytes })
}

function tell(report: Report, source: Source, kind: Kind, { plain, stored, wire, ingest, restore }: Sum): void {
  report.figure({ source, kind, figure: 'source_bytes', value: plain })
  report.figure({ source, kind, figure: 'stored_ratio', value: stored / plain })
  if (wire !== undefined) report.figure({ source, kind, figure: 'wire_ratio', value: wire / FURTHER_COPIES / plain })
  report.figure({ source, kind, figure: 'encode_mb_s', value: plain / MB / ingest })
  report.figure({ source, kind, figure: 'decode_mb_s', value: plain / MB / restore })
}
