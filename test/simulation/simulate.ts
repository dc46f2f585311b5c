// One simulated course of events: five sites, work and faults drawn from a seed, then rest, then the reckoning.
import '../../protocol/codec.ts'
import { addProject, type Production, policyOf, projectId } from './capture.ts'
import { type Overcounts, Watch } from './invariants.ts'
import type { Machine } from './machine.ts'
import { ProjectFolder } from './project-folder.ts'
import { checkCounted, checkRestore, unrest } from './quiet.ts'
import { SeededRandom } from './seeded-random.ts'
import { Story } from './story.ts'
import { createWorld, type World } from './world.ts'

export interface Outcome {
  readonly seed: number
  /** Hash over every event and every message delivered. */
  readonly trace: string
  readonly violations: readonly string[]
  readonly story: readonly string[]
  readonly virtualMs: number
  readonly steps: number
  readonly messages: number
  readonly snapshots: number
  /** Counted copies looked at. */
  readonly assessed: number
  readonly overcounts: Overcounts
}

const LOOK_EVERY_MS = 2_500
const REST_WITHIN_MS = 20 * 60_000
const RESTORED = 3
const NO_SIGNAL = new AbortController().signal

export async function simulate(seed: number): Promise<Outcome> {
  const random = new SeededRandom(`seed ${seed}`)
  const world = await createWorld(random)
  const { timeline, trace } = world
  const watch = new Watch(world)
  const look = (): void => {
    watch.sample()
    timeline.after(LOOK_EVERY_MS, look)
  }
  look()
  try {
    await timeline.runWhile(live(world, watch))
  } catch (error) {
    world.violated(`the simulation broke off: ${error instanceof Error ? error.stack : error}`)
  }
  return {
    seed,
    story: trace.story,
    violations: world.violations,
    virtualMs: timeline.now,
    steps: timeline.steps,
    messages: trace.messages,
    snapshots: world.truth.snapshots.size,
    assessed: watch.assessed,
    overcounts: watch.longest,
    trace: trace.digest(),
  }
}

async function live(world: World, watch: Watch): Promise<void> {
  const { machines, timeline, trace, random } = world
  const productions = await open(world)
  const story = new Story(world, productions)
  await story.faults(random.between(40_000, 95_000), 2_800)
  const gone = story.calm()
  const left = machines.filter(machine => machine !== gone)
  await timeline.pause(8_000)
  // One that was being stopped as the faults ended.
  for (const machine of left) machine.start()
  for (const { site } of left) await site?.scrubber.pass('now', () => undefined, NO_SIGNAL)
  await rest(world, left)
  watch.sample()
  checkCounted(world, left)
  await restore(world, left)
  trace.tell('at rest')
}

async function open(world: World): Promise<Production[]> {
  const { machines, random, timeline, ring } = world
  for (const machine of machines) machine.start()
  await timeline.pause(5_000)
  const trusted = machines.filter(({ options }) => options.trusted)
  const productions: Production[] = []
  for (const name of ['album', 'film'].slice(0, 1 + random.below(2))) {
    const home = random.pick(trusted)
    const other = random.pick(trusted)
    const folders = new Map(
      [home, other].map(machine => [machine, new ProjectFolder(ring, random.fork(`${name} at ${machine.name}`))]),
    )
    const policy = policyOf(15 + random.below(30), random.pick([240, 86_400]))
    const production = { id: projectId(random.bytes(16)), name, policy, folders }
    await addProject(world, home, production)
    productions.push(production)
  }
  return productions
}

async function rest(world: World, machines: readonly Machine[]): Promise<void> {
  const { timeline } = world
  const until = timeline.now + REST_WITHIN_MS
  let why = unrest(world, machines)
  while (why !== undefined && timeline.now < until) {
    await timeline.pause(LOOK_EVERY_MS)
    why = unrest(world, machines)
  }
  if (why !== undefined) world.violated(`no rest within ${REST_WITHIN_MS / 60_000} min: ${why}`)
}

async function restore(world: World, machines: readonly Machine[]): Promise<void> {
  const known = machines[0]!.site!.projects
  const snapshots = [...world.truth.snapshots.values()].filter(({ project, id }) => known.snapshot(project, id))
  for (let count = 0; count < RESTORED && snapshots.length > 0; count++) {
    const { site } = world.random.pick(machines)
    await checkRestore(world, site!, world.random.pick(snapshots))
  }
}
