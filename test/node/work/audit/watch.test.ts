import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../../../node/store/memory-store.ts'
import { AuditWatch } from '../../../../node/work/audit/watch.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { type AuditFields, readAudit, signAudit } from '../../../../protocol/audit.ts'
import { keys } from '../../../../protocol/catalog.ts'
import { HoldfastError } from '../../../../protocol/errors.ts'
import { parseHead, signHead } from '../../../../protocol/head.ts'
import { type NodeHash, parseId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { buildMap, EMPTY_ROOT } from '../../../../protocol/merkle-map.ts'
import { diff } from '../../../../protocol/merkle-map-diff.ts'
import { editMap } from '../../../../protocol/merkle-map-edit.ts'
import type { Offence } from '../../../../protocol/offence.ts'
import { decodeSigned, encodeSigned } from '../../../../protocol/signed.ts'
import { mapMemory } from '../../../helpers/map-memory.ts'
import { testPorts } from '../../../helpers/ports.ts'

const mesh = parseId('MeshId', '11'.repeat(32))
const author = signingKeyFromSeed(new Uint8Array(32).fill(3))
const stranger = signingKeyFromSeed(new Uint8Array(32).fill(4))
const OTHER = { key: Buffer.from('self'), value: Buffer.from('not looked at here') }

interface Told {
  readonly offence: Offence
  readonly what: string
}

/** A site whose catalog can be made to say anything, and one that follows it. */
async function scene(medium = new MemoryMedium(), memory = mapMemory()) {
  const store = await openMemoryStore({ medium }, testPorts)
  const promises = await Promises.load(store.journal)
  const told: Told[] = []
  const report = (_site: string, offence: Offence, what: string) => void told.push({ offence, what })
  const watch = new AuditWatch({ mesh, promises, suspects: { report } }, testPorts)
  const at = { root: EMPTY_ROOT, seq: 1 }

  /** Follows the author to a map with these entries; `nonce` is another after a restart of the author. */
  async function follow(values: readonly Uint8Array[], nonce = 1, have: NodeHash = at.root): Promise<void> {
    const entries = values.map((value, index) => ({ key: keys.audit(index + 1), value }))
    await followMap(entries, nonce, have)
  }
  async function followMap(entries: readonly { key: Uint8Array; value: Uint8Array }[], nonce = 1, have = at.root) {
    const { root, nodes } = await editMap(EMPTY_ROOT, [OTHER, ...entries], memory.load)
    for (const [hash, bytes] of nodes) memory.nodes.set(hash, bytes)
    const edits = []
    for await (const { key, after } of diff(have, root, memory.load)) edits.push({ key, value: after })
    const signed = signHead(
      {
        mesh,
        author: author.id,
        incarnation: nonce,
        nonce: new Uint8Array(16).fill(nonce),
        seq: ++at.seq,
        prev: parseId('HeadId', '44'.repeat(32)),
        root,
        membership: new Uint8Array(32),
        time: 0,
        entries: entries.length + 1,
      },
      author,
    )
    await watch.follow(author.id, { have, head: parseHead(mesh, signed), signed, edits, load: memory.load })
    at.root = root
  }
  const restart = async () => {
    await store[Symbol.asyncDispose]()
    return scene(medium, memory)
  }
  return { watch, told, follow, followMap, restart, memory, at }
}

/** A log of entries that follow each other. */
function log(length: number, changes: (seq: number) => Partial<AuditFields> = () => ({})): Uint8Array[] {
  const values: Uint8Array[] = []
  for (let seq = 1; seq <= length; seq++) values.push(entry(seq, values.at(-1), changes(seq)))
  return values
}

function entry(seq: number, before: Uint8Array | undefined, changes: Partial<AuditFields> = {}, key = author) {
  const fields: AuditFields = {
    seq,
    prev: before && readAudit(decodeSigned(before)).hash,
    time: 1000 * seq,
    act: 'restore',
    project: undefined,
    site: undefined,
    snapshot: undefined,
    by: undefined,
    sealed: new Uint8Array(0),
    ...changes,
  }
  return signAudit(mesh, fields, key)
}

describe('a log that only grows', () => {
  test('is followed entry by entry, many at once, and from nothing', async () => {
    const { watch, told, follow } = await scene()
    const values = log(300)
    for (const length of [1, 2, 3, 50, 300]) {
      await follow(values.slice(0, length))
      assert.deepEqual(watch.seen(author.id)?.seq, length)
    }
    assert.deepEqual(told, [])
    const fresh = await scene()
    await fresh.follow(values)
    assert.deepEqual(fresh.watch.seen(author.id), watch.seen(author.id) && { ...fresh.watch.seen(author.id) })
    assert.equal(fresh.watch.seen(author.id)?.hash, readAudit(decodeSigned(values.at(-1)!)).hash)
    assert.deepEqual(fresh.told, [])
  })

  test('is not read again for an entry more', async () => {
    const { memory, follow, told } = await scene()
    const values = log(2001)
    await follow(values.slice(0, 2000))
    memory.loaded.length = 0
    await follow(values)
    assert.ok(memory.loaded.length < 20, `${memory.loaded.length} nodes were read`)
    assert.deepEqual(told, [])
  })

  test('is the same log after the cache of its map was lost, or after a crash before the map was noted', async () => {
    const { told, follow, watch } = await scene()
    const values = log(40)
    await follow(values.slice(0, 30))
    await follow(values, 1, EMPTY_ROOT)
    await follow(values.slice(0, 35), 1, EMPTY_ROOT).catch(() => undefined)
    assert.equal(told.length, 1, 'a shorter log is not the same')
    const again = await scene()
    await again.follow(values.slice(0, 20))
    const { root } = again.at
    await again.follow(values.slice(0, 30))
    await again.follow(values, 1, root)
    assert.deepEqual(again.told, [])
    assert.equal(watch.seen(author.id)?.seq, 35)
  })
})

describe('a log that was changed is told, with evidence that outlives a restart', () => {
  const values = log(12)
  const other = log(12, seq => (seq >= 8 ? { act: 'policy-set' } : {}))
  const cases: { name: string; after: readonly Uint8Array[]; words: RegExp; lost: number }[] = [
    { name: 'its tail is cut', after: values.slice(0, 9), words: /ends at entry 9, and went to entry 12/, lost: 3 },
    { name: 'it is empty', after: [], words: /ends at entry 0, and went to entry 12/, lost: 12 },
    {
      name: 'an entry is edited, and nothing behind it',
      after: values.map((value, at) => (at === 7 ? other[7]! : value)),
      words: /entry 9 does not name the entry before it/,
      lost: 1,
    },
    {
      name: 'another branch takes its place',
      after: other,
      words: /up to entry 12 its audit log is not what it was/,
      lost: 5,
    },
    {
      name: 'two entries are swapped',
      after: values.map((value, at) => (at === 4 ? values[5]! : at === 5 ? values[4]! : value)),
      words: /entry 6 stands at another place/,
      lost: 2,
    },
    {
      name: 'another branch is longer',
      after: [...other, entry(13, other[11])],
      words: /audit log is not what it was/,
      lost: 5,
    },
    {
      name: 'an entry of another site is put behind it',
      after: [...values, entry(13, values[11], {}, stranger)],
      words: /entry 13 is another site's/,
      lost: 0,
    },
    {
      name: 'an entry with a false signature is put behind it',
      after: [...values, forged(entry(13, values[11]))],
      words: /entry 13 is not signed by it/,
      lost: 0,
    },
    {
      name: 'bytes that are no entry are put behind it',
      after: [...values, Buffer.from('no entry at all')],
      words: /entry 13 can't be read/,
      lost: 0,
    },
  ]
  for (const { name, after, words, lost } of cases) {
    test(name, async () => {
      const first = await scene()
      await first.follow(values)
      await first.follow(after)
      assert.deepEqual(
        first.told.map(({ offence }) => offence),
        ['audit'],
      )
      assert.match(first.told[0]!.what, words)
      const before = first.watch.breaks(author.id)
      const { watch } = await first.restart()
      for (const breaks of [before, watch.breaks(author.id)]) {
        const [found, ...more] = breaks
        assert.equal(more.length, 0)
        assert.equal(found?.kind, 'audit')
        assert.equal(found?.lost.length, lost)
        assert.ok(found?.lost.every(value => values.some(one => Buffer.compare(one, value) === 0)))
        assert.equal(parseHead(mesh, decodeSigned(found!.before!)).seq, 2)
        assert.equal(parseHead(mesh, decodeSigned(found!.after)).seq, 3)
      }
    })
  }

  test('a gap shows, also to a site that sees the log for the first time', async () => {
    const { followMap, told } = await scene()
    await followMap(values.flatMap((value, at) => (at === 4 ? [] : [{ key: keys.audit(at + 1), value }])))
    assert.match(told[0]!.what, /entry 6 stands where entry 5 belongs/)
    assert.equal(told.length, 1)
  })

  test('a tail cut while the observer was off and its cache lost still shows', async () => {
    const first = await scene()
    await first.follow(values)
    const again = await first.restart()
    await again.follow(values.slice(0, 9), 1, EMPTY_ROOT)
    assert.match(again.told[0]!.what, /ends at entry 9, and went to entry 12 before; one that is gone is kept here/)
    assert.deepEqual(
      again.watch.breaks(author.id)[0]?.lost.map(value => readAudit(decodeSigned(value)).seq),
      [12],
    )
  })

  test('it is followed further from where it stands, and told once', async () => {
    const { follow, told, watch } = await scene()
    await follow(values)
    await follow(other)
    const longer = [...other, entry(13, other[11])]
    await follow(longer)
    await follow([...longer, entry(14, longer[12])])
    assert.equal(told.length, 1)
    assert.equal(watch.seen(author.id)?.seq, 14)
  })
})

test('an author that began anew from an older state is told as a fork', async () => {
  const values = log(12)
  const { follow, told, watch } = await scene()
  await follow(values, 1)
  const restored = [...values.slice(0, 9), entry(10, values[8], { act: 'project-add' })]
  await follow(restored, 2)
  assert.deepEqual(
    told.map(({ offence }) => offence),
    ['fork'],
  )
  const [found] = watch.breaks(author.id)
  assert.equal(found?.kind, 'fork')
  assert.equal(found?.lost.length, 3)
})

test('a log whose map is not whole here is not taken for checked, and is checked with the next step', async () => {
  const values = log(40)
  const { follow, followMap, told, watch, memory, at } = await scene()
  await follow(values)
  const cut = buildMap([OTHER, ...values.slice(0, 30).map((value, index) => ({ key: keys.audit(index + 1), value }))])
  for (const [hash, bytes] of cut.nodes) memory.nodes.set(hash, bytes)
  const signed = headTo(cut.root)
  // The step itself can be read, the log cannot: a node of it was lost from the cache.
  const load = async (hash: NodeHash): Promise<Uint8Array> => {
    throw new HoldfastError('NODE_GONE', `no node ${hash}`)
  }
  const edits = [{ key: keys.audit(40), value: undefined }]
  await watch.follow(author.id, { have: at.root, head: parseHead(mesh, signed), signed, edits, load })
  assert.deepEqual([watch.seen(author.id)?.seq, watch.isChecked(author.id), told.length], [40, false, 0])
  const same = values.slice(0, 30).map((value, index) => ({ key: keys.audit(index + 1), value }))
  await followMap([...same, { key: Buffer.from('zebra'), value: Buffer.from('no audit entry') }], 1, cut.root)
  assert.deepEqual([watch.seen(author.id)?.seq, watch.isChecked(author.id), told.length], [30, true, 1])
})

function headTo(root: NodeHash) {
  return signHead(
    {
      mesh,
      author: author.id,
      incarnation: 1,
      nonce: new Uint8Array(16).fill(1),
      seq: 2,
      prev: parseId('HeadId', '44'.repeat(32)),
      root,
      membership: new Uint8Array(32),
      time: 0,
      entries: 1,
    },
    author,
  )
}

function forged(value: Uint8Array): Uint8Array {
  const signed = decodeSigned(value)
  signed.signature = signed.signature.map(byte => byte ^ 1)
  return encodeSigned(signed)
}
