// Holders that claim what they lack: 1 % of the bytes, or all of them. A round of a challenge finds the one, and nobody
// serves the other what it says it has (I3).
import assert from 'node:assert/strict'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { sampleRanges } from '../../node/work/sample.ts'
import { type SealedChunk, sealLeaf } from '../../protocol/chunk.ts'
import { planSamples, rangeAround } from '../../protocol/proof.ts'
import { buildDirectory } from '../../protocol/tree-directory.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { noise, openChunkMemory, ring } from '../helpers/chunk-memory.ts'
import { eventually } from '../helpers/eventually.ts'
import { atLeast, figure } from '../helpers/figure.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { BERLIN, FRANKFURT, POTSDAM } from '../helpers/process-mesh.ts'
import { SeededRandom } from '../simulation/seeded-random.ts'
import type { ProxyAnswer } from './actors/proxy.ts'
import {
  FULL,
  keepsPromises,
  namedInStatusAndAudit,
  names,
  PROJECT,
  scaled,
  startActor,
  startHonest,
  targetOf,
  turn,
} from './harness.ts'
import { chunkAt, findsLoss, flatten, type Loss, lose } from './sampling.ts'

describe('a round of a challenge', () => {
  /** A folder of thousands of files, of many sizes as recordings and session files have them. */
  async function project(files: number) {
    const memory = openChunkMemory()
    const keep = (chunk: SealedChunk): SealedChunk => {
      memory.sink(chunk)
      return chunk
    }
    const entries = Array.from({ length: files }, (_, n) => {
      const size = 200 + ((n * 7919) % 97) ** 2
      const { cid, stored, below, sendClass } = keep(sealLeaf(ring, noise(n, size), { codec: 'raw' }))
      return {
        type: 'file' as const,
        name: Buffer.from(`take ${String(n).padStart(6, '0')}.wav`),
        mode: 0o644,
        mtimeSeconds: n,
        mtimeNanoseconds: 0,
        xattrs: [],
        size,
        child: { cid, stored, below, sendClass },
        linkGroup: undefined,
        live: false,
      }
    })
    const root = rootOf(buildDirectory(ring, entries, memory.sink))
    return { root, source: memory.source, tree: await flatten(memory.source, root) }
  }

  test('asks for the ranges that the flat list names', async () => {
    const { root, source, tree } = await project(500)
    const snapshot = { id: 'ab'.repeat(32) as never, root }
    const random = new SeededRandom('same')
    const asked = await sampleRanges({ snapshots: [snapshot], fresh: new Set([snapshot.id]) }, source, bound =>
      random.below(bound),
    )
    const again = new SeededRandom('same')
    const planned = planSamples([{ bytes: root.storedBytes, fresh: true }], bound => again.below(bound))
    const flat = planned.map(({ position }) => {
      const index = chunkAt(tree, position)
      const [from, end] = [tree.starts[index]!, tree.starts[index + 1]!]
      return rangeAround(tree.cids[index]!, position - from, end - from)
    })
    const key = ({ cid, offset, length }: { cid: string; offset: number; length: number }) =>
      `${cid}/${offset}/${length}`
    assert.deepEqual([...new Set(flat.map(key))].sort(), asked.map(key).sort())
  })

  test('finds the loss of 1 % of the bytes', async () => {
    const { tree } = await project(6_000)
    const rounds = scaled(60_000, 3_000)
    const shapes: readonly Loss[] = ['scattered', 'one run', 'largest first']
    for (const [at, how] of shapes.entries()) {
      const random = new SeededRandom(`loss ${how}`)
      const below = (bound: number) => random.below(bound)
      let found = 0
      let lost = lose(tree, 0.01, how, below)
      for (let round = 0; round < rounds / shapes.length; round++) {
        if (round % 100 === 0) lost = lose(tree, 0.01, how, below)
        // Whether all is new, a little or half: what is old is looked at as closely.
        const fresh = [tree.starts.at(-1)!, 20_000, Math.floor(tree.starts.at(-1)! / 2)][(round + at) % 3]!
        if (findsLoss(tree, lost, fresh, below)) found++
      }
      atLeast(
        `1 % lost (${how}): rounds of ${rounds / shapes.length} that find it`,
        (found * 100 * shapes.length) / rounds,
        99.9,
        ' %',
      )
    }
  })
})

test('holders that lack what they claim, among real daemons', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh, folder } = honest
  const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))

  await t.test('one that answers challenges with what it fetches is given nothing it claims', async () => {
    const turned = await turn(mesh, FRANKFURT.name)
    await using proxy = startActor<void>('proxy', { turned, targets, store: mesh.store(FRANKFURT.name) })
    // A site that claims nothing is served like any other.
    assert.equal(await proxy.heard('before'), 1)
    const served = await proxy.heard<number>('claimed')
    figure('a site that claims a project: chunks of it that others still serve it', served, '0', served === 0)
    const answers: ProxyAnswer[] = []
    for (let times = 0; times < 2; times++) answers.push(await proxy.heard<ProxyAnswer>('answered'))
    const fetched = answers.reduce((sum, answer) => sum + answer.fetched, 0)
    const asked = answers.reduce((sum, answer) => sum + answer.chunks, 0)
    figure(`a proxying holder: chunks it could fetch of ${asked} it was challenged on`, fetched, '0', fetched === 0)
    await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, 'holding')
    const copy = await mesh.copyAt(BERLIN.name, PROJECT, FRANKFURT.name)
    assert.equal(copy?.counted, false)
    if (FULL) {
      await eventually(() => names(mesh, BERLIN.name, FRANKFURT.name, /fetched what it says it holds/), {
        within: 360_000,
        every: 1_000,
      })
      await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, 'proxy')
    }
    await keepsPromises(honest)
  })

  await t.test('one whose disk lost 1 % is found out by the next challenge, mended and proved again', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`stems/${n}.wav`, 3_000]))
    await writeFiles(folder, many, 7)
    await keepsPromises(honest)
    const share = await damage(join(mesh.store(POTSDAM.name), 'packs'), 0.01)
    assert.ok(share > 0.005 && share < 0.03, `${share}`)
    // What is new is challenged at once, and all that is old with it.
    await keepsPromises(honest)
    const said = await names(mesh, BERLIN.name, POTSDAM.name, /lacks bytes of what it says it holds/)
    figure('1 % lost on a real disk: found by the challenge of the next snapshot', 'named', said, true)
    await mesh.untilCopies(BERLIN.name, PROJECT, 2)
    assert.equal((await mesh.run(POTSDAM.name, ['verify'])).code, 0)
  })
})

/** Spoils about `share` of the bytes of the packs, a little everywhere; returns how much it was. */
async function damage(folder: string, share: number): Promise<number> {
  let [spoilt, all] = [0, 0]
  for (const name of await readdir(folder)) {
    const { size } = await stat(join(folder, name))
    all += size
    await using file = await open(join(folder, name), 'r+')
    const piece = Buffer.alloc(3_000, 0xa5)
    const every = Math.floor(piece.length / share)
    // Not the kick and snare at the front, which are a large part each.
    for (let at = 520_000; at + piece.length < size - 30_000; at += every) {
      await file.write(piece, 0, piece.length, at)
      spoilt += piece.length
    }
  }
  return spoilt / all
}
