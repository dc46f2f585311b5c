import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { diffTrees } from '../../../../node/work/history/diff.ts'
import { massChange } from '../../../../node/work/history/mass-change.ts'
import { noise, openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant } from '../../../helpers/planted-trees.ts'

type Paths = Readonly<Record<string, Planted>>

const PIECE = 3000
const take = (seed: number, pieces = 6) => ({
  pieces: Array.from({ length: pieces }, (_, piece) => noise(seed * 100 + piece, PIECE)),
})
const takes = (count: number, from = 0, name = (n: number) => `Takes/${n}.wav`): Paths =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), take(from + n)]))

async function judge(before: Paths, after: Paths, bytes = 0) {
  const memory = openChunkMemory()
  const [a, b] = [plant(memory, before), plant(memory, after)]
  const changes = await diffTrees({ ring, source: memory.source }, a, b, async () => undefined)
  const files = Object.keys(before).length
  return massChange({ files, bytes: bytes || files * 6 * PIECE }, changes)
}

describe('massChange', () => {
  const before = takes(40)

  it('sees half of the files go', async () => {
    const found = await judge(before, takes(20))
    assert.deepEqual(found && [found.removed, found.files, found.filesBefore], [20, 20, 40])
    assert.equal(await judge(before, takes(21)), undefined)
  })

  it('sees a whole folder go, of which a diff has one line', async () => {
    const found = await judge({ ...before, 'notes.txt': 'a' }, { 'notes.txt': 'a' })
    assert.deepEqual(found && [found.removed, found.files], [40, 40])
  })

  it('sees files encrypted in their place', async () => {
    const found = await judge(before, { ...before, ...takes(20, 500) })
    assert.deepEqual(found && [found.rewritten, found.files], [20, 20])
  })

  it('sees files encrypted under new names', async () => {
    const after = takes(40, 500, n => `Takes/${n}.wav.locked`)
    const found = await judge(before, after)
    assert.equal(found?.removed, 40)
  })

  it('sees files cut short', async () => {
    const short = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`Takes/${n}.wav`, take(n, 2)]))
    const found = await judge(before, { ...before, ...short })
    assert.deepEqual(found && [found.truncated, found.files], [20, 20])
  })

  it('sees every file renamed', async () => {
    const found = await judge(
      before,
      takes(40, 0, n => `Takes/${n}.wav.crypt`),
    )
    assert.deepEqual(found && [found.renamed, found.files], [40, 40])
  })

  it('takes work for work: takes appended, folders renamed and rearranged, files added', async () => {
    const longer = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [
        `Takes/${n}.wav`,
        { pieces: [...take(n).pieces, noise(n + 90_000, PIECE)] },
      ]),
    )
    assert.equal(await judge(before, longer), undefined)
    assert.equal(
      await judge(
        before,
        takes(40, 0, n => `Old takes/${n}.wav`),
      ),
      undefined,
    )
    assert.equal(
      await judge(
        before,
        takes(40, 0, n => `Takes/${n % 7}/${n}.wav`),
      ),
      undefined,
    )
    assert.equal(await judge(before, { ...before, ...takes(200, 1000, n => `New/${n}.wav`) }), undefined)
  })

  it('leaves small projects alone, whose every save is most of them', async () => {
    assert.equal(await judge(takes(9), takes(9, 500)), undefined)
  })

  it('sees a few large files hit among many small ones', () => {
    const MB = 1024 * 1024
    const hit = ['drums.wav', 'bass.wav', 'vocals.wav'].map(name => ({
      kind: 'changed' as const,
      type: 'file' as const,
      path: Buffer.from(name),
      from: undefined,
      files: undefined,
      size: 10 * MB,
      sizeBefore: 10 * MB,
      newBytes: 9 * MB,
      storedBytes: 9 * MB,
    }))
    assert.equal(massChange({ files: 300, bytes: 40 * MB }, hit)?.rewritten, 3)
    assert.equal(massChange({ files: 300, bytes: 80 * MB }, hit), undefined)
    assert.equal(massChange({ files: 300, bytes: 40 * MB }, hit.slice(1)), undefined)
  })
})
