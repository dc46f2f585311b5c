// npm run bench: what holdfast and other tools need for the same jobs, in the same run, taking turns. Nothing is asserted.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { generateStudioProject } from '../studio/project.ts'
import { bytesBelow } from './bench-mesh.ts'
import type { Figure, Job } from './job.ts'
import { markdown, table } from './job-table.ts'
import { heedInterrupts, interrupted } from './program.ts'
import { missingFor, PEERS, type Peer } from './tools.ts'
import { openTurn, type TurnOptions } from './turn.ts'
import { againInPrivateNetwork, isPrivateNetwork } from './wire.ts'

/** In the order they run in: each leaves the project as the next may have it. */
const JOBS = ['A', 'E', 'D', 'C', 'B', 'E0', 'A-wan', 'F', 'G']
const GB = 1_000_000_000
const USAGE = `npm run bench -- [--job A,B] [--peers rsync,syncthing] [--gb 1.5] [--runs 3] [--json | --markdown] [--profile DIR] [--delays] [--seed 1]
  --job       of ${JOBS.join(', ')}; all when absent
  --peers     of ${PEERS.join(', ')}; all that are installed when absent, none with --no-peers
  --gb        size of the generated project, in 10^9 bytes
  --json      one line a figure instead of a table
  --markdown  the table as the README has it
  --profile   leaves a CPU profile of each of holdfast's daemons there
  --delays    tells how late the event loops of holdfast's daemons were`

interface Settings {
  readonly jobs: readonly Job[]
  readonly tools: readonly string[]
  readonly bytes: number
  readonly runs: number
  readonly seed: number
  readonly profile: string | undefined
  readonly delays: boolean
  readonly signal: AbortSignal
  tell(figure: Figure): void
}

process.exitCode = (await againInPrivateNetwork()) ?? (await main())

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      job: { type: 'string', multiple: true },
      peers: { type: 'string', multiple: true },
      'no-peers': { type: 'boolean' },
      gb: { type: 'string', default: '1.5' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      profile: { type: 'string' },
      delays: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  })
  const names = words(values.job, JOBS)
  const peers = values['no-peers'] ? [] : words(values.peers, PEERS)
  const [gb, runs, seed] = [Number(values.gb), Number(values.runs), Number(values.seed)]
  const wrong =
    unknown('job', names, JOBS) ??
    unknown('peer', peers, PEERS) ??
    (gb > 0 ? undefined : '--gb needs a size') ??
    (runs >= 1 && Number.isInteger(runs) ? undefined : '--runs needs a whole number') ??
    (Number.isInteger(seed) ? undefined : '--seed needs a whole number')
  if (values.help || wrong !== undefined) {
    process.stderr.write(`${wrong === undefined ? '' : `${wrong}\n`}${USAGE}\n`)
    return wrong === undefined ? 0 : 2
  }
  const tools = ['holdfast', ...peers.filter(isThere)]
  const jobs = await Promise.all(JOBS.filter(name => names.includes(name)).map(loadJob))
  const figures: Figure[] = []
  const tell = (figure: Figure): void => {
    const rounded = roundOff(figure)
    figures.push(rounded)
    if (values.json) process.stdout.write(`${JSON.stringify(rounded)}\n`)
  }
  const { delays } = values
  const profile = values.profile === undefined ? undefined : resolve(values.profile)
  if (!isPrivateNetwork()) remark('bytes on the wire: all that loopback carries, no network of our own to count in')
  heedInterrupts()
  const isWhole = await runAll({ jobs, tools, bytes: gb * GB, runs, seed, profile, delays, signal: interrupted, tell })
  if (values.markdown) process.stdout.write(markdown(jobs, figures, gb * GB))
  else if (!values.json) process.stdout.write(table(jobs, figures))
  if (interrupted.aborted) return 130
  return isWhole ? 0 : 1
}

/** Whether nothing failed. */
async function runAll({ jobs, tools, bytes, runs, seed, profile, delays, signal, tell }: Settings): Promise<boolean> {
  const base = await mkdtemp(join(tmpdir(), 'hf-bench-'))
  const project = join(base, 'project')
  const together = jobs.filter(job => !job.alone)
  const alone = jobs.filter(job => job.alone)
  let isWhole = true
  try {
    if (together.length > 0) {
      await generateStudioProject(project, bytes, seed)
      remark(`the project: ${((await bytesBelow(project)) / 1e6).toFixed(1)} MB`)
    }
    for (let run = 1; run <= runs; run++) {
      const rotated = tools.map((_, at) => tools[(at + run - 1) % tools.length]!)
      for (const [tool, of] of [...rotated.map(tool => [tool, together] as const), ['holdfast', alone] as const]) {
        const work = join(base, tool)
        const turn: TurnOptions = { tool, run, bytes, seed, work, project, profile, delays, signal, remark }
        isWhole = (await takeTurn(turn, of, tell)) && isWhole
      }
    }
    return isWhole
  } finally {
    await rm(base, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function takeTurn(options: TurnOptions, jobs: readonly Job[], tell: (figure: Figure) => void): Promise<boolean> {
  let isWhole = true
  await mkdir(options.work, { recursive: true })
  await using turn = openTurn(options)
  for (const job of jobs) {
    if (options.signal.aborted) return false
    try {
      for await (const figure of job.run(turn)) {
        tell(figure)
        remark(`${figure.job} ${figure.tool} run ${figure.run}: ${figure.wall_s.toFixed(2)} s`)
      }
    } catch (error) {
      if (options.signal.aborted) return false
      isWhole = false
      remark(`${job.name} ${options.tool} FAILED: ${error instanceof Error ? (error.stack ?? error.message) : error}`)
    }
  }
  return isWhole
}

async function loadJob(name: string): Promise<Job> {
  const { job } = (await import(`./jobs/${name.toLowerCase()}.ts`)) as { job: Job }
  return job
}

function isThere(peer: string): boolean {
  const missing = missingFor(peer as Peer)
  if (missing.length > 0) remark(`${peer} is left out: not installed (apt-get install ${missing.join(' ')})`)
  return missing.length === 0
}

/** Of repeated options and of commas. */
function words(given: readonly string[] | undefined, all: readonly string[]): string[] {
  return given === undefined ? [...all] : given.flatMap(text => text.split(',')).filter(Boolean)
}

function unknown(what: string, given: readonly string[], known: readonly string[]): string | undefined {
  const wrong = given.find(one => !known.includes(one))
  return wrong === undefined ? undefined : `there is no ${what} ${wrong}; there are ${known.join(', ')}`
}

function roundOff({ job, tool, run, wall_s, cpu_s, rss_bytes, wire_bytes, stored_bytes }: Figure): Figure {
  const seconds = (value: number): number => Math.round(value * 10_000) / 10_000
  return {
    job,
    tool,
    run,
    wall_s: seconds(wall_s),
    cpu_s: cpu_s && seconds(cpu_s),
    rss_bytes,
    wire_bytes,
    stored_bytes,
  }
}

function remark(text: string): void {
  process.stderr.write(`${text}\n`)
}
