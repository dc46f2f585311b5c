import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Desk } from '../../../../node/work/schedule/desk.ts'
import { factOf, type Settings, setFact } from '../../../../node/work/schedule/facts.ts'
import { Pace } from '../../../../node/work/schedule/pace.ts'
import { type CaptureOrder, Scheduler } from '../../../../node/work/schedule/scheduler.ts'
import { HoldfastError } from '../../../../protocol/errors.ts'
import type { ProjectId } from '../../../../protocol/ids.ts'
import { NOT_BY_ITSELF } from '../../../../protocol/local-api-capture.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const nova = 'a1'.repeat(16) as ProjectId
const film = 'b2'.repeat(16) as ProjectId
const never = new AbortController().signal

interface Taken {
  readonly project: ProjectId
  readonly minute: number
  readonly order: CaptureOrder
}

/** A schedule over captures that only take virtual time. */
function studio(names: readonly ProjectId[] = [nova]) {
  const ports = virtualPorts()
  const state = new Map<string, Uint8Array>()
  const facts = {
    state,
    async setState(key: string, value: Uint8Array | undefined) {
      if (value) state.set(key, value)
      else state.delete(key)
    },
  }
  const startedAt = ports.clock.wall()
  const pace = new Pace(ports.clock)
  const desk = new Desk()
  const tells = new Map<string, (path: string) => void>()
  const at = {
    ports,
    facts,
    pace,
    desk,
    tells,
    taken: [] as Taken[],
    projects: names.map(id => ({ id, name: id.slice(0, 2), folder: `/${id.slice(0, 2)}`, rpo: 3600 })),
    /** What a capture finds and how long it takes. */
    finds: { ms: SECOND, live: 0, growing: 0, error: undefined as Error | undefined },
    /** What the system says once it is asked to watch. */
    watchFailure: undefined as string | undefined,
    running: 0,
    mostAtOnce: 0,
    minute: () => Math.round((ports.clock.wall() - startedAt) / MINUTE),
    minutes: (kind = 'snapshot') => at.taken.filter(({ order }) => order.kind === kind).map(({ minute }) => minute),
    async set(project: ProjectId, settings: Partial<Settings>) {
      await setFact(facts, 'capture', project, { ...NOT_BY_ITSELF, since: ports.clock.wall(), ...settings })
    },
    async capture(project: ProjectId, order: CaptureOrder, signal: AbortSignal) {
      await desk.run(
        project,
        order.kind,
        async whileFirst => {
          const begunAt = ports.clock.wall()
          const scheduler = at.scheduler
          scheduler.begins(project)
          at.taken.push({ project, minute: at.minute(), order })
          at.mostAtOnce = Math.max(at.mostAtOnce, ++at.running)
          const { ms, live, growing, error } = at.finds
          try {
            await ports.clock.wait(ms, whileFirst)
            if (error) throw error
          } catch (failure) {
            scheduler.notCaptured(project)
            throw failure
          } finally {
            at.running--
          }
          await scheduler.captured(project, { kind: order.kind, begunAt, live, growing })
        },
        signal,
      )
    },
    start(): Scheduler {
      at.scheduler = new Scheduler(
        {
          times: { quietMs: 30 * SECOND, liveMs: 5 * MINUTE, scanMs: HOUR },
          zone: 'UTC',
          facts,
          pace,
          desk,
          projects: () => at.projects,
          take: at.capture,
          openWatch: (folder, tell) => {
            tells.set(folder, tell)
            let failure: string | undefined
            return {
              refresh: async () => {
                failure = at.watchFailure
              },
              folders: 1,
              get failure() {
                return failure
              },
              [Symbol.asyncDispose]: async () => void tells.delete(folder),
            }
          },
        },
        ports,
      )
      return at.scheduler.start()
    },
    scheduler: undefined as unknown as Scheduler,
    async stop() {
      const stopped = at.scheduler[Symbol.asyncDispose]()
      await ports.pass(MINUTE)
      await stopped
    },
  }
  return at
}

test('a snapshot is taken as often as the schedule says, the first one at once', async () => {
  const at = studio()
  await at.set(nova, { every: 4 * 3600 })
  at.start()
  await at.ports.pass(13 * HOUR)
  assert.deepEqual(at.minutes(), [0, 240, 480, 720])
  assert.ok(at.taken.every(({ order }) => order.quietMs === 30 * SECOND && !order.rehash))
  await at.stop()
})

test('what is not to be captured by itself is left alone', async () => {
  const at = studio()
  at.start()
  await at.ports.pass(DAY)
  assert.deepEqual(at.taken, [])
  assert.equal(at.scheduler.next(nova), undefined)
  await at.stop()
})

test('after a restart the schedule goes on from the last snapshot', async () => {
  const at = studio()
  await at.set(nova, { every: 4 * 3600 })
  at.start()
  await at.ports.pass(HOUR)
  await at.stop()
  at.start()
  assert.equal(at.scheduler.next(nova), Date.UTC(2026, 10, 21, 16, 0))
  await at.ports.pass(4 * HOUR)
  assert.deepEqual(at.minutes(), [0, 240])
  await at.stop()
})

test('a watched folder is captured when it was quiet for thirty seconds, and scanned every hour all the same', async () => {
  const at = studio()
  await at.set(nova, { watch: true })
  at.start()
  await at.ports.pass(10 * MINUTE)
  assert.deepEqual(at.minutes(), [0])
  const savedAt = at.ports.clock.wall()
  at.tells.get('/a1')!('/a1/song.rpp')
  assert.equal(at.scheduler.next(nova), savedAt + 30 * SECOND)
  await at.ports.pass(29 * SECOND)
  assert.equal(at.taken.length, 1)
  await at.ports.pass(2 * SECOND)
  assert.equal(at.taken.length, 2)
  await at.ports.pass(2 * HOUR + 15 * MINUTE)
  assert.deepEqual(at.minutes(), [0, 11, 71, 131])
  await at.stop()
})

test('what changed while nobody watched is found once the watcher begins', async () => {
  const at = studio()
  await at.set(nova, { watch: true })
  await setFact(at.facts, 'captured', nova, { at: at.ports.clock.wall() - 10 * MINUTE })
  at.start()
  await at.ports.pass(29 * SECOND)
  assert.equal(at.taken.length, 0)
  await at.ports.pass(2 * SECOND)
  assert.equal(at.taken.length, 1)
  await at.stop()
})

test('a take that grows is captured every five minutes, and reading gives way to it meanwhile', async () => {
  const at = studio()
  await at.set(nova, { watch: true })
  at.start()
  await at.ports.pass(MINUTE)
  for (let second = 0; second < 16 * 60; second++) {
    at.tells.get('/a1')!('/a1/Audio/take.wav')
    if (second > 10) assert.ok(at.pace.isYielding())
    await at.ports.pass(SECOND)
  }
  assert.deepEqual(at.minutes(), [0, 6, 11, 16])
  await at.ports.pass(11 * SECOND)
  assert.equal(at.pace.isYielding(), false)
  await at.ports.pass(MINUTE)
  assert.equal(at.taken.length, 5) // the settled one after it stopped
  await at.stop()
})

test('where no watcher tells, a capture that saw takes grow makes the next one follow and the others give way', async () => {
  const at = studio()
  at.watchFailure = 'the system has no more watches to give (ENOSPC)'
  await at.set(nova, { watch: true })
  at.finds = { ...at.finds, live: 24, growing: 24 }
  at.start()
  await at.ports.pass(16 * MINUTE)
  assert.equal(at.scheduler.watching(nova), 'failed')
  assert.deepEqual(at.minutes(), [0, 5, 10, 15])
  assert.ok(at.pace.isYielding())
  at.finds = { ...at.finds, live: 0, growing: 0 }
  await at.ports.pass(5 * MINUTE)
  assert.equal(at.pace.isYielding(), false)
  await at.stop()
})

test('a system without watches to give is told of once, and the folder is scanned', async () => {
  const at = studio()
  at.watchFailure = 'the system has no more watches to give (ENOSPC)'
  await at.set(nova, { watch: true })
  at.start()
  await at.ports.pass(5 * HOUR - MINUTE)
  assert.deepEqual(at.minutes(), [0, 60, 120, 180, 240])
  const told = at.ports.logged.filter(({ message }) => /not watched for/.test(message))
  assert.equal(told.length, 1)
  await at.stop()
})

test('a pause ends what runs by itself, holds what is due, and is over by itself', async () => {
  const at = studio()
  await at.set(nova, { every: 3600 })
  at.finds.ms = 30 * MINUTE
  at.start()
  await at.ports.pass(10 * MINUTE)
  assert.equal(at.running, 1)
  const until = at.ports.clock.wall() + 4 * HOUR
  await setFact(at.facts, 'pause', '', { until })
  at.scheduler.changed()
  await at.ports.pass(SECOND)
  assert.equal(at.running, 0)
  assert.equal(at.scheduler.next(nova), until)
  assert.equal(at.scheduler.failures.of(nova), undefined)
  await at.ports.pass(4 * HOUR - MINUTE)
  assert.equal(at.taken.length, 1)
  await at.ports.pass(MINUTE)
  assert.deepEqual(at.minutes(), [0, 250])
  await at.stop()
})

test('a pause of one project lets the others go on', async () => {
  const at = studio([nova, film])
  await at.set(nova, { every: 3600 })
  await at.set(film, { every: 3600 })
  await setFact(at.facts, 'pause', nova, { until: at.ports.clock.wall() + DAY })
  at.start()
  await at.ports.pass(150 * MINUTE)
  assert.deepEqual(
    at.taken.map(({ project }) => project),
    [film, film, film],
  )
  await at.stop()
})

test('a capture that fails is tried again ever later, at least every hour, and told until one succeeds', async () => {
  const at = studio()
  await at.set(nova, { every: 6 * 3600 })
  at.finds.error = new HoldfastError('FOLDER_MISSING', '/a1 is not there')
  at.start()
  await at.ports.pass(5 * HOUR)
  assert.deepEqual(at.minutes(), [0, 1, 3, 7, 15, 31, 63, 123, 183, 243])
  const failure = at.scheduler.failures.of(nova)
  assert.deepEqual([failure?.times, failure?.error], [10, at.finds.error])
  at.finds.error = undefined
  await at.ports.pass(HOUR)
  assert.equal(at.scheduler.failures.of(nova), undefined)
  assert.equal(at.minutes().length, 11)
  await at.ports.pass(6 * HOUR)
  assert.equal(at.minutes().length, 12)
  await at.stop()
})

test('changes that a failed capture was to take are taken once it succeeds', async () => {
  const at = studio()
  await at.set(nova, { watch: true })
  at.start()
  await at.ports.pass(MINUTE)
  at.finds.error = new HoldfastError('DISK_FULL', 'no room')
  at.tells.get('/a1')!('/a1/song.rpp')
  await at.ports.pass(35 * SECOND)
  at.finds.error = undefined
  await at.ports.pass(5 * MINUTE)
  assert.equal(at.taken.length, 3)
  assert.equal(at.scheduler.failures.of(nova), undefined)
  await at.stop()
})

test('no more than two projects are captured at once, and the others follow', async () => {
  const many = Array.from({ length: 6 }, (_, i) => `${i}`.repeat(32) as ProjectId)
  const at = studio(many)
  for (const id of many) await at.set(id, { every: DAY / 1000 })
  at.finds.ms = 10 * MINUTE
  at.start()
  await at.ports.pass(HOUR)
  assert.deepEqual([at.mostAtOnce, new Set(at.taken.map(({ project }) => project)).size], [2, 6])
  await at.stop()
})

test('what somebody asks for goes first; what it took the place of is no failure', async () => {
  const at = studio()
  await at.set(nova, { every: 3600 })
  at.finds.ms = 20 * MINUTE
  at.start()
  await at.ports.pass(MINUTE)
  at.finds.ms = MINUTE
  const asked = at.capture(nova, { kind: 'asked', quietMs: 0, rehash: false, pace: at.pace.read }, never)
  await at.ports.pass(SECOND)
  assert.deepEqual([at.desk.running(nova), at.scheduler.failures.of(nova)], ['asked', undefined])
  await at.ports.pass(2 * MINUTE)
  await asked
  await at.ports.pass(61 * MINUTE)
  // The next one counts from what was asked for.
  assert.deepEqual(at.minutes(), [0, 61])
  await at.stop()
})

test('a project that is stopped or gone is captured no more, also not by what runs', async () => {
  const at = studio()
  await at.set(nova, { watch: true, every: 3600 })
  at.finds.ms = 30 * MINUTE
  at.start()
  await at.ports.pass(MINUTE)
  assert.ok(at.tells.has('/a1'))
  at.projects = []
  at.scheduler.changed()
  await at.ports.pass(3 * HOUR)
  assert.deepEqual([at.running, at.taken.length, at.tells.size], [0, 1, 0])
  await at.stop()
})

test('everything is read again once a month, at a slow pace', async () => {
  const at = studio()
  at.start()
  await at.ports.pass(HOUR)
  assert.equal(at.taken.length, 0) // nothing was ever captured: there is nothing to compare with
  await at.scheduler.captured(nova, { kind: 'asked', begunAt: at.ports.clock.wall(), live: 0, growing: 0 })
  await at.ports.pass(30 * DAY + MINUTE)
  const [rehash] = at.taken
  assert.deepEqual([at.taken.length, rehash?.order.rehash, rehash?.minute], [1, true, 60 + 30 * 24 * 60])
  const startedAt = at.ports.clock.monotonic()
  const read = (async () => {
    for (let mb = 0; mb < 400; mb++) await rehash!.order.pace(1_000_000, never)
  })()
  let ms = Number.NaN
  void read.then(() => {
    ms = at.ports.clock.monotonic() - startedAt
  })
  await at.ports.pass(MINUTE)
  assert.ok(ms > 9_900 && ms < 10_100, `400 MB in ${ms} ms`)
  await at.ports.pass(30 * DAY + MINUTE)
  assert.equal(at.minutes('rehash').length, 2)
  await at.stop()
})

test('a snapshot waits for half the RPO until reading everything again gives way, which is faster the next time', async () => {
  const at = studio()
  const begunAt = at.ports.clock.wall()
  await setFact(at.facts, 'captured', nova, { at: begunAt })
  await setFact(at.facts, 'rehashed', nova, { at: begunAt - 30 * DAY + MINUTE, tries: 0 })
  await at.set(nova, { every: 3600 })
  at.finds.ms = 10 * HOUR
  at.start()
  await at.ports.pass(62 * MINUTE)
  assert.deepEqual([at.minutes('rehash'), at.minutes()], [[1], []])
  at.finds.ms = MINUTE
  await at.ports.pass(32 * MINUTE)
  assert.deepEqual([at.minutes('rehash'), at.minutes()], [[1], [90]])
  assert.equal(factOf(at.facts, 'rehashed', nova)?.tries, 1)
  await at.ports.pass(7 * HOUR)
  assert.equal(at.minutes('rehash').length, 2)
  assert.equal(factOf(at.facts, 'rehashed', nova)?.tries, 0)
  await at.stop()
})

test('reading everything again that never gets through is at last not disturbed any more', async () => {
  const at = studio()
  const begunAt = at.ports.clock.wall()
  await setFact(at.facts, 'captured', nova, { at: begunAt })
  await setFact(at.facts, 'rehashed', nova, { at: begunAt - 31 * DAY, tries: 5 })
  await at.set(nova, { every: 3600 })
  at.finds.ms = 10 * HOUR
  at.start()
  await at.ports.pass(9 * HOUR)
  assert.deepEqual([at.minutes('rehash'), at.minutes()], [[0], []])
  at.finds.ms = MINUTE
  await at.ports.pass(2 * HOUR)
  assert.deepEqual(at.minutes(), [600])
  await at.stop()
})

test('settings that can not be read count as none, and harm nobody else', async () => {
  const at = studio([nova, film])
  at.facts.state.set(`capture/${nova}`, Buffer.from('{"watch":'))
  at.facts.state.set(`captured/${film}`, Buffer.from('{"at":"yesterday"}'))
  await at.set(film, { every: 3600 })
  at.start()
  await at.ports.pass(MINUTE)
  assert.deepEqual(
    at.taken.map(({ project }) => project),
    [film],
  )
  await at.stop()
})

test('a clock that is set back a year delays nothing', async () => {
  const at = studio()
  await at.set(nova, { every: 3600 })
  at.start()
  await at.ports.pass(30 * MINUTE)
  at.ports.setClock(-365 * DAY)
  await at.ports.pass(65 * MINUTE)
  assert.equal(at.taken.length, 3) // before, at once, an hour later
  await at.stop()
})
