import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileHistory, type Told } from '../../../../node/work/history/history.ts'
import { type ChunkMemory, noise, openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant, planted, snapshotOf } from '../../../helpers/planted-trees.ts'

type Paths = Readonly<Record<string, Planted>>
interface Story {
  readonly snapshots: Told[]
  readonly memory: ChunkMemory
}

const take = (seed: number) => ({ pieces: [noise(seed, 3000), noise(seed + 100, 3000), noise(seed + 200, 3000)] })

/** Snapshots 1, 2 … of these trees, each after the one before unless its parents are told. */
function story(...steps: readonly { tree: Paths; parents?: readonly number[]; by?: number }[]): Story {
  const memory = openChunkMemory()
  const snapshots = steps.map(({ tree, parents, by = 1 }, index) =>
    planted(index + 1, by, plant(memory, tree), parents ?? (index === 0 ? [] : [index])),
  )
  return { snapshots, memory }
}

async function told({ snapshots, memory }: Story, path: string): Promise<string[]> {
  const unread = (_: unknown, error: unknown) => {
    throw error
  }
  const pace = async () => undefined
  const options = { snapshots, source: memory.source, ringOf: () => ring, pace, unread }
  const events = await fileHistory(options, Buffer.from(path))
  return events.map(({ kind, snapshot, path, from, isCutOff }) => {
    const number = Number.parseInt(snapshot.id, 16)
    return `${number} ${kind} ${path}${from ? ` from ${from}` : ''}${isCutOff ? ' or earlier' : ''}`
  })
}

describe('fileHistory', () => {
  it('tells each version, and nothing of snapshots that left the file alone', async () => {
    const history = story(
      { tree: { x: '1' } },
      { tree: { x: '1', 'A/take.wav': take(1) } },
      { tree: { x: '2', 'A/take.wav': take(1) } },
      { tree: { x: '2', 'A/take.wav': take(2) } },
      { tree: { x: '2', 'A/take.wav': { ...take(2), mode: 0o600 } } },
      { tree: { x: '2' } },
      { tree: { x: '3' } },
    )
    assert.deepEqual(await told(history, 'A/take.wav'), [
      '6 removed A/take.wav',
      '5 touched A/take.wav',
      '4 changed A/take.wav',
      '2 added A/take.wav',
    ])
  })

  it('follows a file back through its renames, and those of its folders', async () => {
    const history = story(
      { tree: { 'Audio/T1.wav': take(1), 'Audio/T2.wav': take(2) } },
      { tree: { 'Audio/Vox.wav': take(1), 'Audio/T2.wav': take(2) } },
      { tree: { 'Takes/Vox.wav': take(1), 'Takes/T2.wav': take(2) } },
    )
    assert.deepEqual(await told(history, 'Takes/Vox.wav'), [
      '3 renamed Takes/Vox.wav from Audio/Vox.wav',
      '2 renamed Audio/Vox.wav from Audio/T1.wav',
      '1 added Audio/T1.wav',
    ])
  })

  it('follows a name that is gone to where its file went', async () => {
    const history = story(
      { tree: { 'T1.wav': take(1) } },
      { tree: { 'Vox.wav': take(1) } },
      { tree: { 'Vox.wav': take(2) } },
    )
    assert.deepEqual(await told(history, 'T1.wav'), ['2 renamed Vox.wav from T1.wav', '1 added T1.wav'])
  })

  it('tells a file that was gone and came again', async () => {
    const history = story({ tree: { a: '1' } }, { tree: { b: '2' } }, { tree: { a: '3', b: '2' } })
    assert.deepEqual(await told(history, 'a'), ['3 added a', '2 removed a', '1 added a'])
  })

  it('tells what each line did to it, and nothing of where they meet', async () => {
    const history = story(
      { tree: { a: '1' } },
      { tree: { a: '2' }, parents: [1], by: 1 },
      { tree: { a: '3' }, parents: [1], by: 2 },
      { tree: { a: '3' }, parents: [2, 3], by: 1 },
    )
    assert.deepEqual(await told(history, 'a'), ['3 changed a', '2 changed a', '1 added a'])
    const apart = story(
      { tree: { a: '1' } },
      { tree: { a: '2' }, parents: [1] },
      { tree: { a: '3' }, parents: [1], by: 2 },
    )
    assert.deepEqual(await told(apart, 'a'), ['3 changed a', '2 changed a', '1 added a'])
  })

  it('says where the snapshot before is not known', async () => {
    const { snapshots, memory } = story({ tree: { a: '1' } }, { tree: { a: '1' } })
    assert.deepEqual(await told({ snapshots: snapshots.slice(1), memory }, 'a'), ['2 added a or earlier'])
  })

  it('passes over a snapshot whose tree is gone, and says so', async () => {
    const { snapshots, memory } = story({ tree: { a: '1' } }, { tree: { a: '2' } }, { tree: { a: '3' } })
    memory.chunks.delete(snapshots[1]!.root.cid)
    const unread: unknown[] = []
    const options = { source: memory.source, ringOf: () => ring, pace: async () => undefined }
    const events = await fileHistory(
      { ...options, snapshots, unread: snapshot => unread.push(snapshot.id) },
      Buffer.from('a'),
    )
    assert.deepEqual(unread, [snapshotOf(2)])
    assert.deepEqual(
      events.map(({ kind, isCutOff }) => [kind, isCutOff]),
      [['added', true]],
    )
  })

  it('reads no more of a snapshot than the way to the file, and nothing twice', async () => {
    const rest = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`Other ${n}/x.wav`, `${n}`]))
    const steps = Array.from({ length: 30 }, (_, n) => ({
      tree: { ...rest, 'A/B/a.wav': '1', [`Other ${n}/x.wav`]: `new ${n}` },
    }))
    const history = story(...steps)
    assert.deepEqual(await told(history, 'A/B/a.wav'), ['1 added A/B/a.wav'])
    assert.ok(history.memory.loads() <= 30 * 2 + 4, `${history.memory.loads()} chunks`)
  })
})
