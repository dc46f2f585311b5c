// One simulated course of events: five sites, work and faults drawn from a seed, then rest, then the reckoning.
import '../../protocol/codec.ts'
import { projectIdOf } from '../../protocol/project-entry.ts'
import { addProject, type Production, policyOf } from './capture.ts'
import { type Overcounts, Watch } from './invariants.ts'
import type { Machine } from './machine.ts'
import { ProjectFolder } from './project-folder.ts'
import { checkAudits, checkCounted, checkRestore, unrest } from './quiet.ts'
import { SeededRandom } from './seeded-random.ts'
import { Story } from './story.ts'
import { thinOut } from './thin-out.ts'
import { createWorld, type World } from './world.ts'

export interface Outcome {
  readonly seed: number
  readonly length: number
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
  /** Snapshots let go of as one copy too many, freed of it, taken back. */
  readonly dropped: number
  readonly freed: number
  readonly takenBack: number
}

const LOOK_EVERY_MS = 2_500
/** Less than the time after which a site that was to fetch a project is passed over: rest must not need that. */
const REST_WITHIN_MS = 6 * 60_000
const UP_WITHIN_MS = 60_000
const RESTORED = 3
const NO_SIGNAL = new AbortController().signal

/** `length`: how many times the usual span the faults last. */
export async function simulate(seed: number, length = 1): Promise<Outcome> {
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
    await timeline.runWhile(live(world, watch, length))
  } catch (error) {
    world.violated(`the simulation broke off: ${error instanceof Error ? error.stack : error}`)
  }
  return {
    seed,
    length,
    story: trace.story,
    violations: world.violations,
    virtualMs: timeline.now,
    steps: timeline.steps,
    messages: trace.messages,
    snapshots: world.truth.snapshots.size,
    assessed: watch.assessed,
    overcounts: watch.longest,
    dropped: watch.drops.dropped,
    freed: watch.drops.freed,
    takenBack: watch.drops.takenBack,
    trace: trace.digest(),
  }
}

async function live(world: World, watch: Watch, length: number): Promise<void> {
  const { machines, timeline, trace, random } = world
  const productions = await open(world)
  const story = new Story(world, productions)
  await story.faults(length * random.between(40_000, 95_000), 2_800)
  const gone = story.calm()
  const left = machines.filter(machine => machine !== gone)
  await timeline.pause(8_000)
  // One that was being stopped as the faults ended.
  for (const machine of left) machine.start()
  await allUp(timeline, left)
  for (const { site } of left) await site?.scrubber.pass('now', () => undefined, NO_SIGNAL)
  await rest(world, left)
  await thinOut(world, left)
  await rest(world, left)
  watch.sample()
  checkCounted(world, left)
  await checkAudits(world, left)
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
    const nonce = random.bytes(16)
    const production = { id: projectIdOf(home.id, nonce), nonce, name, policy, folders }
    await addProject(world, home, production)
    productions.push(production)
  }
  return productions
}

// Rot that a machine has not read yet may count, so each must be up for its disk to be read.
async function allUp(timeline: World['timeline'], machines: readonly Machine[]): Promise<void> {
  const until = timeline.now + UP_WITHIN_MS
  while (timeline.now < until && machines.some(({ site }) => site === undefined)) await timeline.pause(1_000)
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
  const { truth } = world
  const known = machines[0]!.site!.projects
  const ids = machines.map(machine => machine.id)
  // One whose chunks were only on a disk that was set back is lost; its operator no longer counts on it.
  const snapshots = [...truth.snapshots.values()].filter(
    ({ project, id, acknowledged }) => known.snapshot(project, id) && (acknowledged || truth.isRestorable(id, ids)),
  )
  for (let count = 0; count < RESTORED && snapshots.length > 0; count++) {
    const { site } = world.random.pick(machines)
    await checkRestore(world, site!, world.random.pick(snapshots))
  }
}
