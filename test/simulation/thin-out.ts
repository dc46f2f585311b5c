// The time after the faults in which copies too many go (§ Drop): longer than they have to stand, while a machine falls over now
// and then in the middle of it.
import { surplusSites } from '../../protocol/surplus.ts'
import type { Machine } from './machine.ts'
import type { World } from './world.ts'

const STEP_MS = 5_000
const LEAST_MS = 45_000
const MOST_MS = 4 * 60_000
const FALLS = 0.25
const NO_SIGNAL = new AbortController().signal

/** Ends when nothing is too many any more, or waits to be freed, for anybody who is up; or after some minutes. */
export async function thinOut(world: World, machines: readonly Machine[]): Promise<void> {
  const { timeline, trace } = world
  const random = world.random.fork('thin out')
  const from = timeline.now
  while (timeline.now - from < MOST_MS) {
    await timeline.pause(STEP_MS)
    const isLate = timeline.now - from > LEAST_MS
    if (isLate && !machines.some(machine => hasSurplus(machine) || hasTrash(machine))) break
    for (const machine of machines) collect(world, machine)
    if (timeline.now - from > MOST_MS / 2 || !random.chance(FALLS)) continue
    const machine = random.pick(machines)
    if (machine.isDown) continue
    trace.tell(`${machine.name} falls over while copies go`)
    machine.kill(random.pick(['process', 'machine'] as const))
    timeline.after(random.between(500, 9_000), () => machine.start())
  }
  for (const machine of machines) machine.start()
}

// The collector asks for the second count, and waits for a day before it looks at all: here it is told to.
function collect({ violated }: World, { name, site }: Machine): void {
  if (site === undefined || !site.trash.marks().some(({ freeAt }) => freeAt <= site.custodyClock.now())) return
  site.collector.collect(NO_SIGNAL).catch(error => violated(`collecting at ${name}: ${error.stack}`))
}

function hasTrash({ site }: Machine): boolean {
  return site?.trash.marks().some(({ reason }) => reason === 'surplus') ?? true
}

function hasSurplus({ site }: Machine): boolean {
  if (site === undefined) return true
  return site.projects.all().some(project => {
    const report = site.assessor.report(project)
    const authors = new Set(site.projects.retained(project.id).map(({ author }) => author))
    return surplusSites(site.assessor.input(project), report, authors).length > 0
  })
}
