// What the jobs share: a measured piece of work of one contestant, on a disk that has nothing left to write from before.
import type { Contestant } from '../contestant.ts'
import type { Figure, Turn } from '../job.ts'
import { type Measure, measure } from '../meter.ts'
import { run } from '../program.ts'

export interface UpdateOptions {
  /** What happens to the project before the clock starts. */
  readonly change?: () => Promise<void>
  /** Bytes on the wire so far, where loopback's counter isn't the one. */
  readonly countWire?: () => Promise<number>
}

/** Brings all copies up to date; what is stored is by how much the first copy's place grows, the change included. */
export async function measureUpdate(
  turn: Turn,
  job: string,
  contestant: Contestant,
  { change, countWire }: UpdateOptions = {},
): Promise<Figure> {
  const before = await contestant.storedBytes()
  await change?.()
  await run('sync', [])
  const measured = await measure(await contestant.daemons(), () => contestant.update(), countWire)
  return figureOf(turn, job, { ...measured, stored_bytes: (await contestant.storedBytes()) - before })
}

/** The same for a project that was never kept: where copies are plain folders, it is the first of them. */
export async function measureFirst(
  turn: Turn,
  job: string,
  contestant: Contestant,
  options: UpdateOptions = {},
): Promise<Figure> {
  const figure = await measureUpdate(turn, job, contestant, options)
  return figure.stored_bytes ? figure : { ...figure, stored_bytes: await contestant.storedBytes() }
}

/** Work that stores nothing. */
export async function measureWork(
  turn: Turn,
  job: string,
  daemons: readonly number[],
  work: () => Promise<void>,
): Promise<Figure> {
  await run('sync', [])
  return figureOf(turn, job, { ...(await measure(daemons, work)), stored_bytes: null })
}

function figureOf({ tool, run }: Turn, job: string, measure: Measure): Figure {
  return { job, tool, run, ...measure }
}
