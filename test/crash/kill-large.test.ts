// A daemon with a million chunks in its index, killed while it takes a folder in: it is back within seconds.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { putManyChunks } from '../../scripts/bench/many-chunks.ts'
import { realPorts } from '../helpers/disk-place.ts'
import { eventually } from '../helpers/eventually.ts'
import { figure } from '../helpers/figure.ts'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, startMesh } from '../helpers/process-mesh.ts'
import { seeded } from './choices.ts'
import { cpuOf } from './daemon-rounds.ts'
import { scaled } from './scale.ts'
import { arm, straceRefusal } from './system-calls.ts'

const CHUNKS = scaled(1_000_000, 20_000)
const KILLS = scaled(8, 2)
const OPEN_MS = 5000

const skip = process.platform === 'linux' ? false : 'needs /proc'

test(`a daemon with ${CHUNKS} chunks is back soon after it is killed`, { skip, timeout: 3_600_000 }, async () => {
  await using mesh = await startMesh([BERLIN])
  const folder = join(mesh.folder, 'Nova')
  await writeFiles(folder, { 'first.raw': 1000 })
  await addProject(mesh, 'nova', folder)
  const told = [await mesh.snapshot(BERLIN.name, 'nova')]
  await mesh.kill(BERLIN.name, 'SIGTERM')
  await putManyChunks(mesh.store(BERLIN.name), 0, CHUNKS, realPorts)
  await mesh.start(BERLIN.name)
  const chance = seeded(1)
  const trace = straceRefusal() === false
  let slowest = 0
  let longest = 0
  for (let kill = 0; kill < KILLS; kill++) {
    await writeFiles(folder, { [`take-${kill}.raw`]: 200_000 }, kill + 1)
    const armed = await arm((await mesh.pid(BERLIN.name))!, chance, trace)
    const ran = await mesh.run(BERLIN.name, ['snapshot', 'nova', '--json'])
    await armed.end()
    if (ran.code === 0)
      told.push((JSON.parse(ran.stdout.trim().split('\n').at(-1)!) as { snapshot: { id: string } }).snapshot.id)
    await eventually(async () => (await mesh.pid(BERLIN.name)) === undefined, PATIENCE)
    const before = performance.now()
    await mesh.start(BERLIN.name)
    longest = Math.max(longest, performance.now() - before)
    slowest = Math.max(slowest, await cpuOf((await mesh.pid(BERLIN.name))!))
    const known = new Set((await mesh.snapshots(BERLIN.name, 'nova')).map(({ id }) => id))
    for (const id of told) assert.ok(known.has(id), `snapshot ${id} is lost, killed ${armed.how}`)
    assert.equal((await mesh.run(BERLIN.name, ['verify', 'nova'])).code, 0)
  }
  const chunks = CHUNKS.toLocaleString('en')
  // By the processor's time: how long one waits beside other work says nothing about the store.
  const waited = `≤ ${OPEN_MS} ms of processor time; ${Math.round(longest)} ms by the clock`
  figure(`until a killed daemon with ${chunks} chunks is ready`, `${slowest} ms`, waited, slowest <= OPEN_MS)
})
