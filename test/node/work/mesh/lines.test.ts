import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { currentTipsOf, type InLine, parentsFor, previousOf, tipsOf } from '../../../../node/work/mesh/lines.ts'
import { parseId } from '../../../../protocol/ids.ts'
import { siteOf, snapshotOf } from '../../../helpers/planted-trees.ts'

const [BERLIN, POTSDAM] = [siteOf(1), siteOf(2)]
const rootOf = (n: number) => parseId('Cid', n.toString(16).padStart(64, '0'))

/** Takes snapshots one after another: who, of which tree. */
function taken(...steps: readonly (readonly [author: typeof BERLIN, root: number])[]): InLine[] {
  const snapshots: InLine[] = []
  for (const [index, [author, root]] of steps.entries()) {
    const seq = snapshots.filter(one => one.author === author).length + 1
    const parents = parentsFor(author, rootOf(root), snapshots)
    const id = snapshotOf(index + 1)
    snapshots.push({ id, author, incarnation: 1, seq, time: index, root: { cid: rootOf(root) }, parents })
  }
  return snapshots
}
const numbers = (snapshots: readonly { id: string }[]) => snapshots.map(({ id }) => Number.parseInt(id, 16))

describe('lines', () => {
  it('are one while one site takes the snapshots', () => {
    assert.deepEqual(numbers(tipsOf(taken([BERLIN, 1], [BERLIN, 2], [BERLIN, 3]))), [3])
  })

  it('are two when a second site takes a tree of its own, and stay two while both go on', () => {
    const snapshots = taken([BERLIN, 1], [POTSDAM, 2], [BERLIN, 3], [POTSDAM, 4])
    assert.deepEqual(snapshots[1]?.parents, [])
    assert.deepEqual(numbers(tipsOf(snapshots)), [3, 4])
  })

  it('begin from a tip when the first tree at a site is equal to it', () => {
    const snapshots = taken([BERLIN, 1], [POTSDAM, 1], [POTSDAM, 2])
    assert.deepEqual(snapshots[1]?.parents, [snapshotOf(1)])
    assert.deepEqual(numbers(tipsOf(snapshots)), [3])
  })

  it('meet where trees are equal, and part again when they change', () => {
    const met = taken([BERLIN, 1], [POTSDAM, 2], [POTSDAM, 1])
    assert.deepEqual(numbers(tipsOf(met)), [3])
    assert.deepEqual(numbers(tipsOf(taken([BERLIN, 1], [POTSDAM, 2], [POTSDAM, 1], [BERLIN, 4]))), [4])
    assert.deepEqual(numbers(tipsOf(taken([BERLIN, 1], [POTSDAM, 1], [BERLIN, 3], [POTSDAM, 4]))), [3, 4])
  })

  it('go back to what came before a snapshot that is kept aside, and on with what follows it', () => {
    const current = (states: string, ...steps: (readonly [author: typeof BERLIN, root: number])[]) =>
      numbers(
        currentTipsOf(
          taken(...steps).map((one, at) => ({ ...one, state: states[at] === 's' ? 'suspect' : 'settled' })),
        ),
      )
    assert.deepEqual(current('gs', [BERLIN, 1], [BERLIN, 2]), [1])
    assert.deepEqual(current('gss', [BERLIN, 1], [BERLIN, 2], [BERLIN, 3]), [1])
    assert.deepEqual(current('gsg', [BERLIN, 1], [BERLIN, 2], [BERLIN, 2]), [3])
    assert.deepEqual(current('ggs', [BERLIN, 1], [POTSDAM, 2], [BERLIN, 3]), [1, 2])
    assert.deepEqual(current('s', [BERLIN, 1]), [])
  })

  it('never hide a tree that the snapshots after it neither have nor grew from', () => {
    const step = fc.tuple(fc.constantFrom(BERLIN, POTSDAM, siteOf(3)), fc.integer({ min: 1, max: 4 }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const snapshots = taken(...steps)
        for (const [index, snapshot] of snapshots.entries()) {
          const before = snapshots.slice(0, index)
          const own = before.findLast(one => one.author === snapshot.author)
          assert.ok(own === undefined || snapshot.parents.includes(own.id))
          for (const id of snapshot.parents) {
            const parent = before.find(one => one.id === id)!
            assert.ok(parent === own || [snapshot.root.cid, own?.root.cid].includes(parent.root.cid))
          }
        }
      }),
    )
  })

  it("go back by the author's own snapshots", () => {
    const snapshots = taken([BERLIN, 1], [POTSDAM, 2], [BERLIN, 3], [POTSDAM, 3])
    assert.equal(previousOf(snapshots[3]!, snapshots)?.id, snapshotOf(2))
    assert.equal(previousOf(snapshots[0]!, snapshots), undefined)
    const begun = taken([BERLIN, 1], [POTSDAM, 1])
    assert.equal(previousOf(begun[1]!, begun)?.id, snapshotOf(1))
  })
})
