// Freeing bytes in a real mesh: what nothing needs goes while takes come in, copies are fetched and a restore runs, and all
// that is kept comes back bit for bit.
import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { encode } from '../../protocol/codec.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { realPorts } from '../helpers/disk-place.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import {
  BERLIN,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type StatusJson,
  startMesh,
  untilMet,
} from '../helpers/process-mesh.ts'
import { differences } from '../helpers/trees.ts'
import { randomChunk } from '../suites/store.ts'

const DAY_MS = 24 * 3_600_000
const POLICY = ['copies=2', 'location=2', 'medium=1', 'manager=1']
const GARBAGE = { chunks: 300, bytes: 200_000 }
const SONG = { 'takes/a.wav': 12_000_000, 'takes/b.wav': 6_000_000, 'song.rpp': 40_000, 'notes.txt': 900 }
const KEPT_BYTES = 18_000_000

suite('collecting', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  const folderOf = (project: string): string => join(mesh.folder, 'sessions', project)

  before(async () => {
    mesh = scope.use(await startMesh([BERLIN, POTSDAM]))
    await writeFiles(folderOf('song'), SONG)
    await mesh.keep(BERLIN.name, 'song', folderOf('song'), POLICY)
    await mesh.untilCopies(BERLIN.name, 'song', 2)
  })
  after(() => scope.disposeAsync())

  async function packBytes(): Promise<number> {
    const folder = join(mesh.store(POTSDAM.name), 'packs')
    const sizes = await Promise.all(
      (await readdir(folder)).map(name => stat(join(folder, name)).then(({ size }) => size)),
    )
    return sizes.reduce((sum, size) => sum + size, 0)
  }

  async function restored(project: string, round: number): Promise<string[]> {
    const target = join(mesh.folder, `restored-${project}-${round}`)
    await mesh.succeed(POTSDAM.name, ['restore', project, '--to', target])
    return differences(folderOf(project), target)
  }

  // What an ingest that broke off leaves behind, a month of custody later.
  async function leaveGarbage(): Promise<void> {
    await mesh.kill(POTSDAM.name, 'SIGTERM')
    await using store = await openDiskStore(mesh.store(POTSDAM.name), {}, realPorts)
    for (let n = 0; n < GARBAGE.chunks; n += 50)
      await store.putChunks(Array.from({ length: 50 }, () => randomChunk(GARBAGE.bytes)))
    const month = Buffer.from(String(30 * DAY_MS))
    await store.journal.append([encode(pb.JournalEntry, { state: { key: 'custody-clock', value: month } })])
    const { pack, offset } = store.position()
    await store.cache('collect').batch([
      { key: 'young', value: Buffer.from(JSON.stringify([[0, pack, offset]])) },
      { key: 'last', value: Buffer.from(JSON.stringify({ at: 0, nodes: 1000 })) },
    ])
  }

  test('What nothing needs is given back while ingest, replication and restores go on, and nothing else is missed', async () => {
    await leaveGarbage()
    const before = await packBytes()
    assert.ok(before > KEPT_BYTES + GARBAGE.chunks * GARBAGE.bytes)
    await mesh.start(POTSDAM.name)
    await untilMet(mesh)
    let rounds = 0
    let isOver = false
    const restoring = async (): Promise<void> => {
      while (!isOver) assert.deepEqual(await restored('song', rounds++), [])
    }
    const taking = async (): Promise<number> => {
      let takes = 0
      for (; !isOver; takes++) {
        await writeFiles(folderOf('live'), { [`take ${takes}.wav`]: 700_000, 'live.rpp': 3_000 + takes }, 100 + takes)
        if (takes === 0) await mesh.keep(BERLIN.name, 'live', folderOf('live'), POLICY)
        else await mesh.snapshot(BERLIN.name, 'live')
      }
      return takes
    }
    const running = [restoring(), taking()] as const
    try {
      await eventually(async () => {
        const { stored } = await mesh.json<StatusJson>(POTSDAM.name, ['status'])
        if ((stored.freedBytes ?? 0) < GARBAGE.chunks * GARBAGE.bytes * 0.9)
          throw new Error(`freed ${stored.freedBytes}`)
        return true
      }, PATIENCE)
    } finally {
      isOver = true
    }
    const [, takes] = await Promise.all(running)
    assert.ok(rounds > 0 && takes > 1)
    for (const project of ['song', 'live']) await mesh.untilCopies(BERLIN.name, project, 2)
    for (const project of ['song', 'live']) assert.deepEqual(await restored(project, rounds++), [])
    await mesh.succeed(POTSDAM.name, ['verify'])
    const { stored } = await mesh.json<StatusJson>(POTSDAM.name, ['status'])
    const live = takes * 703_000 * 1.3
    assert.ok((stored.usedBytes ?? 0) < KEPT_BYTES * 1.3 + live, `${stored.usedBytes} bytes are left`)
    assert.ok((stored.freedBytes ?? 0) > GARBAGE.chunks * GARBAGE.bytes * 0.9)
    await mesh.kill(POTSDAM.name)
    await mesh.start(POTSDAM.name)
    assert.deepEqual(await restored('song', rounds++), [])
  })
})
