import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Change, diffTrees } from '../../../../node/work/history/diff.ts'
import { noise, openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant } from '../../../helpers/planted-trees.ts'

type Paths = Readonly<Record<string, Planted>>
const still = async () => undefined
const take = (seed: number, pieces = 6) => ({
  pieces: Array.from({ length: pieces }, (_, piece) => noise(seed * 100 + piece, 3000)),
})

async function compare(before: Paths, after: Paths): Promise<{ changes: Change[]; loads: number }> {
  const memory = openChunkMemory()
  const [a, b] = [plant(memory, before), plant(memory, after)]
  const changes = await diffTrees({ ring, source: memory.source }, a, b, still)
  return { changes, loads: memory.loads() }
}

async function said(before: Paths, after: Paths): Promise<string[]> {
  const { changes } = await compare(before, after)
  return changes.map(({ kind, type, path, from, files }) => {
    const slash = type === 'directory' ? '/' : ''
    const where = from ? `${from}${slash} → ${path}${slash}` : `${path}${slash}`
    return `${kind} ${where}${files === undefined ? '' : ` ${files}`}`
  })
}

describe('diffTrees', () => {
  it('tells what was added, removed and changed, whole folders in one line', async () => {
    const before = {
      'a.wav': take(1),
      'b.wav': take(2),
      'Old/x.wav': take(3),
      'Old/Deep/y.wav': take(4),
      link: { target: 'a' },
    }
    const after = {
      'a.wav': take(5),
      'c.wav': take(6),
      'New/z.wav': take(7),
      'New/w.wav': take(8),
      link: { target: 'b' },
    }
    assert.deepEqual(await said(before, after), [
      'added New/ 2',
      'removed Old/ 2',
      'changed a.wav',
      'removed b.wav',
      'added c.wav',
      'changed link',
    ])
  })

  it('reads nothing of what both have', async () => {
    const shared = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`Shared/${n % 20}/${n}.wav`, `${n}`]))
    const { changes, loads } = await compare({ ...shared, a: '1' }, { ...shared, a: '2' })
    assert.equal(changes.length, 1)
    assert.equal(loads, 2) // both roots
  })

  it('reads of a large folder only the nodes that differ', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`Takes/${n}.wav`, `${n}`]))
    const { changes, loads } = await compare(many, { ...many, 'Takes/1500.wav': 'other' })
    assert.deepEqual(
      changes.map(({ path }) => path.toString()),
      ['Takes/1500.wav'],
    )
    assert.ok(loads <= 10, `${loads} chunks`)
  })

  it('knows a file that was renamed, and one that was moved among equal ones by its name', async () => {
    assert.deepEqual(await said({ 'a.wav': take(1) }, { 'b.wav': take(1) }), ['moved a.wav → b.wav'])
    const before = { 'a.wav': 'same', 'b.wav': 'same', 'c.wav': 'other' }
    const after = { 'c.wav': 'other', 'New/b.wav': 'same', 'New/a.wav': 'same' }
    assert.deepEqual(await said(before, after), ['moved a.wav → New/a.wav', 'moved b.wav → New/b.wav'])
  })

  it('takes no copy for a move', async () => {
    assert.deepEqual(await said({ 'a.wav': take(1) }, { 'a.wav': take(1), 'b.wav': take(1) }), ['added b.wav'])
  })

  it('tells a folder that moved whole in one line, wherever it went', async () => {
    const folder = (at: string) => ({ [`${at}/1.wav`]: take(1), [`${at}/Deep/2.wav`]: take(2) })
    assert.deepEqual(await said({ ...folder('Audio'), x: '1' }, { ...folder('Takes/Day 1'), x: '1' }), [
      'moved Audio/ → Takes/Day 1/',
    ])
  })

  it('knows a folder that was renamed while something in it changed', async () => {
    const before = { 'A/1.wav': take(1), 'A/2.wav': take(2), 'A/3.wav': take(3), 'A/notes.txt': 'old' }
    const after = {
      'B/1.wav': take(1),
      'B/2.wav': take(2),
      'B/3.wav': take(3),
      'B/notes.txt': 'new',
      'B/4.wav': take(4),
    }
    assert.deepEqual(await said(before, after), ['moved A/ → B/', 'added B/4.wav', 'changed B/notes.txt'])
  })

  it('knows a file that was moved and edited by most of its stored bytes', async () => {
    const { pieces } = take(1)
    const edited = { pieces: [noise(999, 700), ...pieces.slice(1)] }
    const { changes } = await compare(
      { 'Old/a.wav': { pieces }, 'x.wav': take(2) },
      { 'New/b.wav': edited, 'y.wav': take(3) },
    )
    const [retagged, ...others] = changes
    assert.deepEqual([retagged?.kind, `${retagged?.from}`, `${retagged?.path}`], ['retagged', 'Old/a.wav', 'New/b.wav'])
    assert.ok(retagged!.newBytes > 700 && retagged!.newBytes < 1000)
    assert.deepEqual(
      others.map(({ kind }) => kind),
      ['removed', 'added'],
    )
  })

  it('counts only the stored bytes that a changed file did not have', async () => {
    const { pieces } = take(1)
    const { changes } = await compare({ 'a.wav': { pieces } }, { 'a.wav': { pieces: [...pieces, noise(77, 500)] } })
    assert.equal(changes[0]?.kind, 'changed')
    assert.ok(changes[0].newBytes > 500 && changes[0].newBytes < 700)
  })

  it('tells changes of mode or time apart from changes of content', async () => {
    const before = { 'a.wav': { mode: 0o644 }, 'b.wav': { mtimeSeconds: 1 }, 'c.wav': {} }
    assert.deepEqual(await said(before, { 'a.wav': { mode: 0o600 }, 'b.wav': { mtimeSeconds: 2 }, 'c.wav': {} }), [
      'touched a.wav',
      'touched b.wav',
    ])
  })

  it('tells a file that became a folder as both', async () => {
    assert.deepEqual((await said({ a: 'file' }, { 'a/b': 'other' })).sort(), ['added a/ 1', 'removed a'])
  })

  it('accounts for every file of both trees', async () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 3 }).map(names => names.join('/'))
    const tree = fc.dictionary(path, fc.constantFrom('1', '2', '3', ''), { maxKeys: 8 }).map(withoutCovered)
    await fc.assert(
      fc.asyncProperty(tree, tree, async (before, after) => {
        const { changes } = await compare(before, after)
        assert.deepEqual(replay(before, after, changes), after)
      }),
      { numRuns: 300 },
    )
  })
})

/** A path below a file can't be. */
function withoutCovered(tree: Record<string, string>): Record<string, string> {
  const paths = Object.keys(tree)
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.some(other => other.startsWith(`${path}/`))))
}

/** What the changes make of a tree; content that they only name is taken from the other. */
function replay(before: Record<string, string>, after: Record<string, string>, changes: readonly Change[]) {
  const isAt = (path: string, root: string) => path === root || path.startsWith(`${root}/`)
  const moves = changes.filter(({ from }) => from).sort((a, b) => b.from!.byteLength - a.from!.byteLength)
  const made = new Map<string, string>()
  for (const [path, content] of Object.entries(before)) {
    const move = moves.find(({ from }) => isAt(path, `${from}`))
    const least = move?.from?.byteLength ?? 0
    if (
      changes.some(
        change => change.kind === 'removed' && change.path.byteLength > least && isAt(path, `${change.path}`),
      )
    )
      continue
    made.set(move ? `${move.path}${path.slice(least)}` : path, content)
  }
  for (const { kind, path: root } of changes) {
    if (kind !== 'added' && kind !== 'changed') continue
    for (const [path, content] of Object.entries(after))
      if (isAt(path, `${root}`) && !(kind === 'added' && made.has(path))) made.set(path, content)
  }
  return Object.fromEntries([...made].sort(([a], [b]) => (a < b ? -1 : 1)))
}
