// What is let go of and what is not, over five sites with the code of the daemon: owners' certificates run their course
// whatever the wall clocks say, and an author that empties its catalog, forks or is put out frees nothing anywhere.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keys } from '../../protocol/catalog.ts'
import { encode } from '../../protocol/codec.ts'
import { cosignDelete, DELETE_WAIT_S, drawUpDelete, signUndelete } from '../../protocol/delete-certificate.ts'
import type { RecordId, SnapshotId } from '../../protocol/ids.ts'
import { memberStatement, nextRecord } from '../../protocol/member.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { projectIdOf } from '../../protocol/project-entry.ts'
import { statementMessage } from '../../protocol/statement.ts'
import { addProject, capture, type Production, policyOf } from './capture.ts'
import type { Machine } from './machine.ts'
import { memoiseSignatures } from './memoised-signatures.ts'
import { ProjectFolder } from './project-folder.ts'
import { unrest } from './quiet.ts'
import { SeededRandom } from './seeded-random.ts'
import { CALM } from './virtual-network.ts'
import { createWorld, type World } from './world.ts'

memoiseSignatures()

const NO_SIGNAL = new AbortController().signal
const DAY = 24 * 3_600_000
const YEAR = 365 * DAY
const GRACE_S = 4 * 60
const RESTS_WITHIN_MS = 10 * 60_000

/** A mesh whose first site has taken snapshots of one project, each at its policy; `tell` plays in virtual time. */
async function played(seed: string, tell: (world: World, production: Production) => Promise<void>): Promise<void> {
  const random = new SeededRandom(seed)
  const world = await createWorld(random)
  world.network.setWeather(() => CALM)
  await world.timeline.runWhile(
    (async () => {
      for (const machine of world.machines) machine.start()
      await world.timeline.pause(5_000)
      const home = world.machines[0]!
      const nonce = random.bytes(16)
      const folders = new Map([[home, new ProjectFolder(world.ring, random.fork('folder'))]])
      // Nothing expires by itself meanwhile.
      const retention = { all: 400 * 86_400, daily: 0, weekly: 0, monthly: false }
      const policy = { ...policyOf(GRACE_S, 86_400), retention }
      const production = { id: projectIdOf(home.id, nonce), nonce, name: 'album', policy, folders }
      await addProject(world, home, production)
      for (let count = 0; count < 3; count++) {
        await capture(world, home, production)
        await world.timeline.pause(60_000)
      }
      await rest(world)
      await tell(world, production)
    })(),
  )
  assert.deepEqual(world.violations, [])
}

async function rest(world: World, machines = world.machines): Promise<void> {
  const until = world.timeline.now + RESTS_WITHIN_MS
  for (let why = unrest(world, machines); why !== undefined; why = unrest(world, machines)) {
    assert.ok(world.timeline.now < until, why)
    await world.timeline.pause(2_500)
  }
}

/** So much custody time passes at all sites at once: each is stopped, and goes on with a clock that stands further. */
async function passCustody(world: World, ms: number): Promise<void> {
  for (const machine of world.machines) {
    const now = machine.site!.custodyClock.now() + ms
    await machine.stop()
    const value = Buffer.from(String(now))
    machine.options.disk.medium.journal.push(encode(pb.JournalEntry, { state: { key: 'custody-clock', value } }))
    machine.start()
  }
  await world.timeline.pause(3 * 60_000)
}

const sitesOf = (machines: readonly Machine[]) => machines.map(({ site }) => site!)
const heldBy = (machines: readonly Machine[], { id }: Production, snapshot: SnapshotId) =>
  machines.filter(({ site }) => site!.custody.holds(id, snapshot))
const rootsOf = ({ site }: Machine): string[] =>
  site!.custodySet
    .roots()
    .map(({ snapshot }) => snapshot)
    .sort()
const oldest = (world: World, { id }: Production): SnapshotId => world.machines[0]!.site!.projects.snapshots(id)[0]!.id

async function deleteSnapshots(world: World, { id }: Production, snapshots: readonly SnapshotId[]): Promise<RecordId> {
  const { mesh } = world.machines[0]!.options
  const fields = { project: id, snapshots, time: 1, waitSeconds: DELETE_WAIT_S, why: '' }
  const signed = cosignDelete(mesh, drawUpDelete(mesh, fields), world.owner)
  return (await world.machines[0]!.site!.kept.add('delete', signed)).id
}

test('owners delete: every holder waits, lets its lock end, and keeps the bytes for a week to be called back', async () => {
  await played('deletion', async (world, production) => {
    const { machines } = world
    const snapshot = oldest(world, production)
    const holders = heldBy(machines, production, snapshot)
    assert.ok(holders.length >= 3)
    const id = await deleteSnapshots(world, production, [snapshot])
    await world.timeline.pause(90_000)
    for (const site of sitesOf(machines)) assert.equal(site.deletions.get(id)?.state, 'waiting')

    // Ten years ahead here, ten years behind there: nothing is due sooner for it.
    for (const [at, machine] of machines.entries()) machine.wallOffset = (at % 2 === 0 ? 10 : -10) * YEAR
    await world.timeline.pause(5 * 60_000)
    for (const machine of machines) machine.wallOffset *= -1
    await world.timeline.pause(5 * 60_000)
    for (const { site } of machines) assert.equal(site!.deletions.get(id)?.state, 'waiting')
    for (const machine of machines) machine.wallOffset = 0
    for (const { site } of machines) await site!.scrubber.pass('now', () => undefined, NO_SIGNAL)
    assert.deepEqual(heldBy(machines, production, snapshot), holders)
    for (const site of sitesOf(machines)) {
      assert.equal(site.deletions.get(id)?.state, 'waiting')
      assert.equal(site.projects.retained(production.id).length, 3)
      assert.deepEqual(site.trash.marks(), [])
    }
    await rest(world)

    // The waiting time is over: the mesh keeps it no more, each holder does, since its lock has not ended.
    await passCustody(world, 3 * DAY + 3_600_000)
    for (const site of sitesOf(machines)) assert.equal(site.projects.retained(production.id).length, 2)
    assert.deepEqual(heldBy(machines, production, snapshot), holders)
    await rest(world)

    // The locks have ended: out of the holdings, whose rest counts as before, and the bytes are where they were.
    await passCustody(world, 4 * DAY)
    assert.deepEqual(heldBy(machines, production, snapshot), [])
    for (const { site, name } of holders) {
      assert.equal(site!.trash.of(snapshot)?.reason, 'deleted', name)
      assert.ok(site!.custodySet.roots().some(root => root.snapshot === snapshot))
      assert.ok(world.truth.isWhole(site!.me, snapshot), name)
      assert.deepEqual(await site!.trash.due(), [])
    }
    await rest(world)

    // A site that is an operator calls it back, six days later.
    await passCustody(world, 6 * DAY)
    const { mesh, key } = machines[3]!.options
    await machines[3]!.site!.kept.add('undelete', signUndelete(mesh, { certificate: id, snapshots: [], time: 2 }, key))
    await world.timeline.pause(3 * 60_000)
    assert.deepEqual(heldBy(machines, production, snapshot), holders)
    for (const site of sitesOf(machines)) assert.equal(site.projects.retained(production.id).length, 3)
    await rest(world)
  })
})

test('what was deleted may be freed after its quarantine, and no holder asks for it again', async () => {
  await played('deletion to its end', async (world, production) => {
    const { machines } = world
    const snapshot = oldest(world, production)
    const holders = heldBy(machines, production, snapshot)
    await deleteSnapshots(world, production, [snapshot])
    await world.timeline.pause(90_000)
    for (let day = 0; day < 20; day += 5) await passCustody(world, 5 * DAY)
    await passCustody(world, 3_600_000)
    for (const { site, name } of holders) {
      // The collector may have come to it already.
      const isDue = (await site!.trash.due()).some(mark => mark.snapshot === snapshot)
      assert.equal(isDue, site!.trash.of(snapshot) !== undefined, name)
      await site!.trash.freed([snapshot])
    }
    await world.timeline.pause(6 * 60_000)
    assert.deepEqual(heldBy(machines, production, snapshot), [])
    for (const machine of machines) assert.ok(!rootsOf(machine).includes(snapshot), machine.name)
    await rest(world)
  })
})

test('an author that empties its catalog frees nothing anywhere', async () => {
  await played('an empty catalog', async (world, production) => {
    const [author, ...others] = world.machines
    const before = others.map(rootsOf)
    const holders = others.map(machine => machine.site!.custody.holding(production.id)?.snapshots)
    const { own, projects } = author!.site!
    const snapshots = projects.snapshots(production.id).map(({ id }) => keys.snapshot(production.id, id))
    const emptied = [keys.project(production.id), keys.holding(production.id), keys.self(), ...snapshots]
    await own.edit(emptied.map(key => ({ key, value: undefined })))
    // Sound software would state again what it has; this one says no more.
    const hasRead = ({ site }: Machine) => site!.view.holding(author!.id, production.id) === undefined
    while (!others.every(hasRead)) await world.timeline.pause(100)
    author!.kill('machine')
    await world.timeline.pause(GRACE_S * 1000 + 5 * 60_000)
    for (const [at, machine] of others.entries()) {
      const { site, name } = machine
      assert.equal(site!.view.holding(author!.id, production.id), undefined, `${name} has read it`)
      assert.equal(site!.projects.retained(production.id).length, 3, name)
      for (const root of before[at]!) assert.ok(rootsOf(machine).includes(root), name)
      for (const held of holders[at] ?? []) assert.ok(site!.custody.holds(production.id, held), name)
      assert.deepEqual(site!.trash.marks(), [], name)
    }
    // Whoever is to hold it now gets it from them.
    for (const { id } of others[0]!.site!.projects.snapshots(production.id))
      assert.ok(heldBy(others, production, id).length >= 3)
  })
})

test('an author that is put out frees nothing anywhere', async () => {
  await played('a revoked author', async (world, production) => {
    const [author, ...others] = world.machines
    const before = others.map(rootsOf)
    const { members } = others[0]!.site!
    const member = members.get(author!.id)!
    const fields = nextRecord(member, { revoked: true, lastHead: undefined }, world.timeline.now + 1_800_000_000_000)
    const statement = memberStatement(author!.options.mesh, fields, world.owner)
    await members.merge([statementMessage(statement)])
    await world.timeline.pause(5 * 60_000)
    author!.kill('machine')
    await world.timeline.pause(GRACE_S * 1000)
    for (const [at, machine] of others.entries()) {
      const { site, name } = machine
      assert.ok(!site!.members.has(author!.id), name)
      assert.equal(site!.projects.retained(production.id).length, 3, name)
      for (const root of before[at]!) assert.ok(rootsOf(machine).includes(root), name)
      assert.deepEqual(site!.trash.marks(), [], name)
    }
  })
})

test('an author whose catalog forks frees nothing anywhere, of neither branch', async () => {
  await played('a forked author', async (world, production) => {
    const [author, ...others] = world.machines
    const image = author!.options.disk.image()
    await capture(world, author!, production)
    await world.timeline.pause(90_000)
    await rest(world)
    // Set back where nobody can tell it so, it goes on from its past.
    author!.kill('machine')
    image()
    world.network.split(new Map(world.machines.map(machine => [machine.id, machine === author ? 1 : 0])))
    author!.start()
    await world.timeline.pause(20_000)
    await capture(world, author!, production)
    await world.timeline.pause(20_000)
    world.network.split(new Map())
    await world.timeline.pause(10 * 60_000)
    for (const { site, name } of others) {
      assert.equal(site!.projects.retained(production.id).length, 5, `${name}: three, and one of each branch`)
      assert.deepEqual(site!.trash.marks(), [], name)
    }
    for (const { id } of others[0]!.site!.projects.snapshots(production.id))
      assert.ok(heldBy(others, production, id).length >= 2, id)
    for (const { site } of others) {
      const roots = new Set(site!.custodySet.roots().map(({ snapshot }) => snapshot))
      for (const id of site!.custody.holding(production.id)?.snapshots ?? []) assert.ok(roots.has(id))
    }
  })
})
