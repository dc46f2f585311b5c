// An hour of a mesh's life (HOLDFAST_SOAK_MINUTES for another length): whatever grows with the work done is a leak. Heap
// and buffers of the daemons that run throughout are measured after a collection at a third, two thirds and the end of the
// time; they may differ by 2 %. What is kept grows by design, a record a snapshot: its share is printed with the rest. What
// the engine compiled is told apart: it follows which functions have become hot, not what was done, and has a bound of its own.
import { setTimeout as wait } from 'node:timers/promises'
import { CpuMeter, restUntil } from './cpu.ts'
import { collectedMemory, type Memory } from './heap.ts'
import { STEADY, StudioWeek } from './studio-week.ts'

const MINUTES = Number(process.env.HOLDFAST_SOAK_MINUTES ?? 60)
const MAX_GROWTH = 0.02
const MAX_CODE_BYTES = 24_000_000
const CPU_SHARE = 0.3
/** Longer than threads and buffers that are kept for the next work stay. */
const QUIET_MS = 40_000

interface Measured {
  readonly minute: number
  readonly rounds: number
  readonly bySite: ReadonlyMap<string, Memory>
}

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(new Error(name)))
process.exitCode = await soak()

async function soak(): Promise<number> {
  if (!(MINUTES > 0)) throw new TypeError('HOLDFAST_SOAK_MINUTES is a number of minutes')
  const begun = performance.now()
  const minute = (): number => (performance.now() - begun) / 60_000
  const tell = (line: string): void => console.log(`${minute().toFixed(1).padStart(6)} min  ${line}`)
  await using week = await StudioWeek.begin(tell, stop.signal)
  const meter = new CpuMeter()
  const used = async (): Promise<number> => meter.look(await week.pids())
  tell(`${week.mesh.sites().length} sites run, the first project is safe`)
  const measured: Measured[] = []
  let rounds = 0
  while (measured.length < 3) {
    await week.round(++rounds, used)
    await restUntil(CPU_SHARE, begun, used)
    if (minute() < (MINUTES * (measured.length + 1)) / 3) continue
    await wait(QUIET_MS, undefined, { signal: stop.signal })
    measured.push({ minute: minute(), rounds, bySite: await measure(week) })
    tell(lineOf(measured.at(-1)!))
  }
  const share = (await used()) / (minute() * 60)
  const seconds = (await used()) / rounds
  tell(
    `${rounds} rounds, ${(share * 100).toFixed(0)} % of a core, ${seconds.toFixed(1)} CPU s a round of all processes`,
  )
  return verdict(measured, tell)
}

async function measure(week: StudioWeek): Promise<Map<string, Memory>> {
  const bySite = new Map<string, Memory>()
  for (const site of STEADY) bySite.set(site, await collectedMemory(await week.inspector(site)))
  return bySite
}

function verdict(measured: readonly Measured[], tell: (line: string) => void): number {
  const [first, last] = [measured[0]!, measured.at(-1)!]
  let failed = 0
  for (const site of STEADY) {
    const [before, after] = [total(first.bySite.get(site)!), total(last.bySite.get(site)!)]
    const growth = after / before - 1
    const perRound = (after - before) / Math.max(1, last.rounds - first.rounds)
    const code = last.bySite.get(site)!.code
    const isOver = growth > MAX_GROWTH || code > MAX_CODE_BYTES
    if (isOver) failed = 1
    tell(
      `${isOver ? 'FAILED' : 'ok'}  ${site}: heap + external ${mb(before)} → ${mb(after)}, ` +
        `${(growth * 100).toFixed(2)} % (${(perRound / 1000).toFixed(1)} kB a round); ` +
        `compiled code ${mb(first.bySite.get(site)!.code)} → ${mb(code)}`,
    )
  }
  return failed
}

function lineOf({ rounds, bySite }: Measured): string {
  const sites = [...bySite].map(
    ([site, { heap, code, external, rss }]) =>
      `${site} heap ${mb(heap)}, of it code ${mb(code)}, external ${mb(external)}, rss ${mb(rss)}`,
  )
  return [`after ${rounds} rounds`, ...sites].join(' · ')
}

function total({ heap, code, external }: Memory): number {
  return heap - code + external
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`
}
