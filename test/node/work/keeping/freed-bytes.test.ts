import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { freedBytes } from '../../../../node/work/keeping/freed-bytes.ts'
import type { ChildRef } from '../../../../protocol/chunk.ts'
import { type Cid, parseId } from '../../../../protocol/ids.ts'
import type { RootRef, TreeRef } from '../../../../protocol/tree-load.ts'

const never = new AbortController().signal
const cid = (name: string): Cid => parseId('Cid', Buffer.alloc(32, name).toString('hex'))

/** Trees as a table of what each chunk lists; a root takes 10 bytes by itself, a folder 5. */
function trees(table: Readonly<Record<string, readonly string[]>>, leaves: Readonly<Record<string, number>>) {
  const ref = (name: string): ChildRef => {
    const children = table[name]
    if (children === undefined) return { cid: cid(name), stored: leaves[name]!, below: 0, sendClass: 3 }
    return { cid: cid(name), stored: 5, below: sum(children), sendClass: 3 }
  }
  const sum = (names: readonly string[]): number =>
    names.map(ref).reduce((total, { stored, below }) => total + stored + below, 0)
  const lists = new Map(Object.entries(table).map(([name, children]) => [cid(name), children.map(ref)]))
  return {
    root: (name: string): RootRef => ({ cid: cid(name), storedBytes: 10 + sum(table[name]!) }),
    loadChildren: async ({ cid }: TreeRef) => lists.get(cid),
    forget: (name: string) => lists.delete(cid(name)),
  }
}

suite('bytes that come free', () => {
  const LEAVES = { a: 100, b: 200, c: 400, d: 800 }
  const TREES = { one: ['a', 'folder', 'b', 'b'], two: ['b', 'c'], three: ['folder', 'd'], folder: ['c'] }

  test('are what nothing that stays leads to, each chunk once', async () => {
    const { root, loadChildren } = trees(TREES, LEAVES)
    const freed = (going: readonly string[], staying: readonly string[]) =>
      freedBytes({ loadChildren }, going.map(root), staying.map(root), never)
    assert.equal(await freed(['one'], []), 10 + 100 + 5 + 400 + 200)
    assert.equal(await freed(['one'], ['two']), 10 + 100 + 5)
    assert.equal(await freed(['one'], ['three']), 10 + 100 + 200)
    assert.equal(await freed(['one', 'two'], ['three']), 10 + 10 + 100 + 200)
    assert.equal(await freed(['one'], ['one']), 0)
    assert.equal(await freed([], ['one']), 0)
  })

  test('are not known where a part of a tree is not here, of those that go or of those that stay', async () => {
    const { root, loadChildren, forget } = trees(TREES, LEAVES)
    forget('folder')
    assert.equal(await freedBytes({ loadChildren }, [root('one')], [], never), undefined)
    assert.equal(await freedBytes({ loadChildren }, [root('two')], [root('three')], never), undefined)
    assert.equal(await freedBytes({ loadChildren }, [root('two')], [], never), 610)
  })
})
