// A trusted member that sends other bytes than it was asked for, and publishes trees that are bombs or lies: nothing
// wrong is stored, served or built upon, and what is good stays to be had (I1, I8).
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sealLeaf } from '../../protocol/chunk.ts'
import type { Cid } from '../../protocol/ids.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { walkBlind } from '../../protocol/tree-walk.ts'
import { ingest, openStore, restore } from '../helpers/capture.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'
import { eventually } from '../helpers/eventually.ts'
import { figure } from '../helpers/figure.ts'
import { BERLIN, FRANKFURT, POTSDAM } from '../helpers/process-mesh.ts'
import {
  keepsPromises,
  loadOf,
  namedInStatusAndAudit,
  PATIENCE,
  PROJECT,
  startActor,
  startHonest,
  targetOf,
  turn,
  worstLoad,
} from './harness.ts'

const MiB = 1024 * 1024

test('a member that sends and publishes what it must not, among real daemons', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
  const turned = await turn(mesh, FRANKFURT.name)
  await using writer = startActor<void>('writer', { turned, targets, store: mesh.store(FRANKFURT.name) })
  const publish = async (what: 'harmless' | 'bombs' | 'lies'): Promise<string> => {
    writer.tell({ publish: what })
    return writer.heard<string>('published')
  }
  const arrived = (site: string, id: string) =>
    eventually(async () => {
      const found = (await mesh.snapshots(site, PROJECT)).find(one => one.id === id)
      if ((found?.copies.have ?? 0) >= 2) return found
      throw new Error(`${site} sees ${found?.copies.have} copies of ${id.slice(0, 8)}`)
    }, PATIENCE)

  await t.test('poisoned, truncated and swapped chunks are not taken, and who sent them is named', async () => {
    const id = await publish('harmless')
    const sent = [await writer.heard('poisoned')]
    await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, ['chunk', 'message'])
    await arrived(BERLIN.name, id)
    const target = join(mesh.folder, 'theirs')
    await mesh.succeed(POTSDAM.name, ['restore', `${PROJECT}@${id.slice(0, 16)}`, '--to', target])
    let wrong = 0
    for (let n = 0; n < 6; n++)
      if (!Buffer.from(noise(9_000 + n, 40_000)).equals(await readFile(join(target, `mine ${n}.wav`)))) wrong++
    figure(`${sent.join(', ')} chunks: files that came out changed`, wrong, '0', wrong === 0)
    for (const site of honest.honest) assert.equal((await mesh.run(site, ['verify'])).code, 0)
    await keepsPromises(honest)
  })

  await t.test('bombs are held like any bytes, and opened within their bound', async () => {
    const id = await publish('bombs')
    await arrived(BERLIN.name, id)
    const before = await loadOf(mesh, POTSDAM.name)
    const target = join(mesh.folder, 'bombed')
    const work = (async () => {
      const restored = await mesh.run(POTSDAM.name, ['restore', `${PROJECT}@${id.slice(0, 16)}`, '--to', target])
      assert.notEqual(restored.code, 0, restored.stdout)
      await mesh.run(POTSDAM.name, ['find', 'bomb'])
      await mesh.run(POTSDAM.name, ['history', PROJECT])
      await mesh.run(POTSDAM.name, ['diff', PROJECT])
      assert.equal((await mesh.run(POTSDAM.name, ['verify'])).code, 0)
    })()
    const worst = await worstLoad(mesh, POTSDAM.name, work)
    const grown = (worst.memory - before.memory) / MiB
    figure('two bombs of 256 MiB: memory the daemon grew by', `${grown.toFixed(0)} MiB`, '≤ 160 MiB', grown <= 160)
    // What is good is still to be had, beside the bomb and before it.
    assert.deepEqual(await readFile(join(target, 'good.wav')), Buffer.from(noise(77, 5_000)))
    await keepsPromises(honest)
  })

  await t.test('a tree that lies about its sizes is held by nobody, and its author is named', async () => {
    await publish('lies')
    await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, 'snapshot')
    await keepsPromises(honest)
  })
  writer.tell({ publish: 'nothing' })
  await writer.result
})

test('what another site sealed is never built upon, whatever it holds', async () => {
  const store = await openStore()
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-poison-'))
  const plain = Buffer.from(noise(5, 60_000))
  await writeFile(join(folder, 'take.bin'), plain)
  // What others publish comes by its cid alone: the same plaintext in another encoding, and garbage. Neither brings a pid.
  const foreign = [
    sealLeaf(ring, noise(6, 60_000)),
    sealLeaf(ring, plain, { codec: 'raw' }),
    sealLeaf(ring, plain, { codec: 'zstd' }),
  ]
  await store.putChunks(foreign.map(({ cid, bytes }) => ({ cid, bytes })))
  assert.deepEqual(await store.loadCidsOf(foreign.map(({ pid }) => pid)), [undefined, undefined, undefined])
  const { root } = await ingest(folder, store)
  const used = new Set<Cid>()
  for await (const { ref } of walkBlind(cid => store.loadChunk(cid), rootOf(root))) used.add(ref.cid)
  // What it sealed itself may come out the same, byte for byte; then it is the same.
  const [own] = await store.loadCidsOf([foreign[1]!.pid])
  const built = foreign.filter(({ cid }) => cid !== own && used.has(cid)).length
  figure('garbage under a known pid: chunks of others that a snapshot was built upon', built, '0', built === 0)
  const target = await mkdtemp(join(tmpdir(), 'holdfast-poison-'))
  await restore({ root }, store, target)
  assert.deepEqual(await readFile(join(target, 'take.bin')), plain)
  for (const path of [folder, target]) await rm(path, { recursive: true })
})
