import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Blocks } from '../../../../node/work/find/blocks.ts'
import { type SearchedLine, search } from '../../../../node/work/find/search.ts'
import type { Query } from '../../../../node/work/find/terms.ts'
import { buildDirectory } from '../../../../protocol/tree-directory.ts'
import { type RootRef, rootOf } from '../../../../protocol/tree-load.ts'
import { fileEntry, openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant } from '../../../helpers/planted-trees.ts'

const nothing: Query = { words: [], scene: undefined, take: undefined, by: undefined, days: undefined }
const still = async () => undefined
const idle = { monotonic: () => 0, breathe: still }

async function open(...trees: readonly Readonly<Record<string, Planted>>[]) {
  const memory = openChunkMemory()
  const blocks = new Blocks()
  const lines: SearchedLine<number>[] = []
  for (const [snapshot, tree] of trees.entries()) {
    const root = await blocks.hold(ring, memory.source, plant(memory, tree), still)
    lines.push({ snapshot, root, by: [`site ${snapshot}`] })
  }
  /** Of all trees as lines of one project, newest first: snapshot and folder of each hit. */
  const find = async (query: Partial<Query>, limit = 100) => {
    const { hits, total } = await search([lines], { ...nothing, ...query }, limit, idle)
    assert.equal(hits.length, Math.min(limit, total))
    return hits.map(({ snapshot, folder, index }) => `${snapshot} ${folder.join('/')} ${index}`).sort()
  }
  return { memory, blocks, lines, find }
}

describe('search', () => {
  it('counts a word of a folder for all below it', async () => {
    const { find } = await open({
      'Vox/Lead/T1.wav': 'a',
      'Vox/T2.wav': 'b',
      'Gtr/vox bleed.wav': 'c',
      'Gtr/T3.wav': 'd',
    })
    assert.deepEqual(await find({ words: ['vox'] }), ['0 Gtr 1', '0 Vox 0', '0 Vox/Lead 0'])
    assert.deepEqual(await find({ words: ['vox', 't1'] }), ['0 Vox/Lead 0'])
    assert.deepEqual(await find({ words: ['vox', 'lead', 'wav'] }), ['0 Vox/Lead 0'])
  })

  it('takes a word with a slash as folders and the beginning of a name, or as text of a tag', async () => {
    const { find } = await open({ 'Day 1/Audio/T1.wav': 'a', 'Day 2/Audio/T1.wav': 'b', 'Audio T1.wav': 'c' })
    assert.deepEqual(await find({ words: ['1/audio/t'] }), ['0 Day 1/Audio 0'])
    assert.deepEqual(await find({ words: ['/day 2/'] }), ['0 Day 2/Audio 0'])
    assert.deepEqual(await find({ words: ['audio/x'] }), [])
  })

  it('tells what lines share once, as the newest, and what differs for each', async () => {
    const { find } = await open(
      { 'Same/a.wav': '1', 'Mixed/b.wav': '2', 'Mixed/c.wav': 'new' },
      { 'Same/a.wav': '1', 'Mixed/b.wav': '2', 'Mixed/c.wav': 'old', 'Only/d.wav': '4' },
    )
    assert.deepEqual(await find({}), ['0 Mixed 0', '0 Mixed 1', '0 Same 0', '1 Mixed 1', '1 Only 0'])
    assert.deepEqual(await find({ by: 'site 1' }), ['1 Mixed 0', '1 Mixed 1', '1 Only 0', '1 Same 0'])
  })

  it('gives the newest of more than the limit, and counts all', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`${n % 7}/${n}.wav`, { mtimeSeconds: (n * 7919) % 500 }]),
    )
    const { lines } = await open(paths)
    const { total, hits } = await search([lines], nothing, 10, idle)
    assert.equal(total, 500)
    assert.deepEqual(
      hits.map(hit => hit.second),
      [499, 498, 497, 496, 495, 494, 493, 492, 491, 490],
    )
  })

  it('lets others run whenever a slice of time is used up', async () => {
    const paths = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`${n}/a.wav`, 'a']))
    const { lines } = await open(paths)
    let [now, breaths] = [0, 0]
    const breathe = async () => {
      breaths++
    }
    const monotonic = () => {
      now += 10
      return now
    }
    await search([lines], nothing, 1, { monotonic, breathe })
    assert.ok(breaths >= 4, `${breaths} breaths`)
    await search([lines], nothing, 1, { monotonic: () => 0, breathe: () => assert.fail('no time was used') })
  })
})

describe('blocks', () => {
  it('are built once a node, shared, and freed with the last tree that shows them', async () => {
    const memory = openChunkMemory()
    const blocks = new Blocks()
    const hold = (tree: RootRef) => blocks.hold(ring, memory.source, tree, still)
    const first = await hold(plant(memory, { 'a/x.wav': '1', 'b/y.wav': '2' }))
    const loads = memory.loads()
    const second = await hold(plant(memory, { 'a/x.wav': '1', 'b/y.wav': '3' }))
    assert.equal(memory.loads() - loads, 2) // the root and b
    assert.equal(second.below[0]?.block, first.below[0]?.block)
    assert.equal(blocks.size, 5)
    blocks.release(first)
    assert.equal(blocks.size, 3)
    blocks.release(second)
    assert.equal(blocks.size, 0)
  })

  it('leave nothing behind when a tree can not be read to its end', async () => {
    const memory = openChunkMemory()
    const blocks = new Blocks()
    const root = plant(memory, { 'a/x.wav': '1', 'b/y.wav': '2' })
    let left = 2
    const failing = async (cid: Parameters<typeof memory.source>[0]) => {
      if (left-- === 0) throw new Error('gone')
      return memory.source(cid)
    }
    await assert.rejects(blocks.hold(ring, failing, root, still), /gone/)
    assert.equal(blocks.size, 0)
  })

  it('refuse a tree that shows few nodes as endlessly many folders', async () => {
    const memory = openChunkMemory()
    const blocks = new Blocks()
    let child = buildDirectory(ring, [fileEntry(memory, 'a.wav', Buffer.from('a'))], memory.sink)
    const grow = (levels: number) => {
      for (let level = 0; level < levels; level++) {
        const base = {
          mode: 0o755,
          mtimeSeconds: 0,
          mtimeNanoseconds: 0,
          xattrs: [],
          type: 'directory' as const,
          child,
        }
        child = buildDirectory(
          ring,
          [...'abcdef'].map(name => ({ ...base, name: Buffer.from(name) })),
          memory.sink,
        )
      }
      return rootOf(child)
    }
    const many = await blocks.hold(ring, memory.source, grow(5), still)
    assert.equal(many.files, 6 ** 5)
    assert.equal(blocks.size, 6)
    await assert.rejects(blocks.hold(ring, memory.source, grow(7), still), { code: 'MESSAGE_INVALID' })
    assert.equal(blocks.size, 6)
  })
})
