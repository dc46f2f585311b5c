// A large folder is fetched by the sites that will hold it while it is still being read (§ Protocols, Ahead of the
// snapshot). A take that grows beside it slows the reading down, as it does in a studio.
import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, ProcessMesh } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

const TAKE_BYTES = 16_000_044

/** A take that grows until it is disposed. */
function record(take: string): AsyncDisposable {
  let isOver = false
  const recording = (async () => {
    while (!isOver) {
      await appendFile(take, Buffer.alloc(10_000))
      await new Promise(next => setTimeout(next, 50))
    }
  })()
  return {
    [Symbol.asyncDispose]: () => {
      isOver = true
      return recording
    },
  }
}

test('most of a large folder is at the other sites before its snapshot is', async () => {
  await using mesh = await ProcessMesh.create()
  await mkdir(join(mesh.folder, BERLIN.name))
  await writeFile(join(mesh.folder, BERLIN.name, 'config.toml'), 'config_version = 1\n[capture]\nquiet = "300ms"\n')
  await mesh.init('kreuzberg', BERLIN)
  await Promise.all([POTSDAM, FRANKFURT].map(site => mesh.add(site)))
  const large = join(mesh.folder, 'Nova LP')
  await writeSession(large, { takes: 7, takeBytes: TAKE_BYTES })
  const recording = join(mesh.folder, 'recording')
  await mkdir(recording)
  const take = join(recording, 'take.wav')
  await writeFile(take, Buffer.alloc(10_000))
  await mesh.succeed(BERLIN.name, ['project', 'add', 'recording', '--folder', recording, '--watch', '--every', '1h'])
  await mesh.succeed(BERLIN.name, ['project', 'add', 'nova-lp', '--folder', large])

  await using writing = record(take)
  await eventually(async () => {
    const { stdout } = await mesh.run(BERLIN.name, ['status'])
    return /a take is growing: large reads are slow/.test(stdout)
  }, PATIENCE)
  await mesh.succeed(BERLIN.name, ['snapshot', 'nova-lp'])
  await writing[Symbol.asyncDispose]()

  for (const site of [POTSDAM.name, FRANKFURT.name]) {
    await mesh.untilCopies(site, 'nova-lp', 3)
    const [snapshot] = await mesh.snapshots(site, 'nova-lp')
    const log = await readFile(join(mesh.home(site), 'daemon.log'), 'utf8')
    const whole = log
      .split('\n')
      .filter(line => line.includes('a snapshot is here whole'))
      .map(line => JSON.parse(line) as { snapshot: string; bytes: number })
      .find(({ snapshot: id }) => id === snapshot?.id)
    assert.ok(whole, `${site} says that it has the snapshot whole`)
    assert.ok(whole.bytes < 3.5 * TAKE_BYTES, `${site} fetched ${whole.bytes} bytes after the snapshot was there`)
  }
})
