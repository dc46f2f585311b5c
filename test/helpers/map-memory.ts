// What tests of Merkle maps share: nodes kept in memory, repeatable entries, and an encoder of its own that also writes
// nodes no honest site would.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, idOf, type NodeHash } from '../../protocol/ids.ts'
import { type LoadNode, type MapEdit, scan } from '../../protocol/merkle-map.ts'
import type { MapEntry } from '../../protocol/merkle-map-node.ts'

export interface MapMemory {
  readonly nodes: Map<NodeHash, Uint8Array>
  readonly load: LoadNode
  /** Hashes given out so far, in order. */
  readonly loaded: NodeHash[]
}

export function mapMemory(...maps: ReadonlyMap<NodeHash, Uint8Array>[]): MapMemory {
  const nodes = new Map(maps.flatMap(map => [...map]))
  const loaded: NodeHash[] = []
  const load: LoadNode = async nodeHash => {
    const bytes = nodes.get(nodeHash)
    if (!bytes) throw new HoldfastError('NODE_GONE', `no node ${nodeHash}`)
    loaded.push(nodeHash)
    return bytes
  }
  return { nodes, loaded, load }
}

/** The same entry for the same number: a key of 32 bytes without any order, and a value. */
export function entryOf(number: number, valueLength = 40, version = 0): MapEntry {
  const key = createHash('sha256').update(`key ${number}`).digest()
  const value = createHash('shake128', { outputLength: valueLength }).update(`${number}/${version}`).digest()
  return { key: new Uint8Array(key), value: new Uint8Array(value) }
}

export function entriesOf(count: number, valueLength?: number): MapEntry[] {
  return Array.from({ length: count }, (_, number) => entryOf(number, valueLength))
}

/** Entries and edits over a few hundred keys, of shapes as in catalogs: long shared beginnings, values of any size. */
export const someEdit: fc.Arbitrary<MapEdit> = fc
  .record({
    number: fc.nat(400),
    length: fc.oneof({ weight: 5, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(3000) }),
    version: fc.nat(3),
    removed: fc.boolean(),
  })
  .map(({ number, length, version, removed }) => ({
    key: Buffer.from(`${number % 3 ? 'snapshot' : 'proof'}/${number % 7}/${'x'.repeat(number % 40)}${number}`),
    value: removed ? undefined : entryOf(number, length, version).value,
  }))
export const someEntry: fc.Arbitrary<MapEntry> = someEdit.map(({ key, value }) => ({
  key,
  value: value ?? new Uint8Array(0),
}))

/** What a map with these entries holds: sorted by key, the later of two with one key. */
export function sortedEntries(entries: Iterable<MapEdit>): [key: string, value: string][] {
  const model = new Map<string, string>()
  for (const { key, value } of entries) {
    if (value) model.set(hex(key), hex(value))
    else model.delete(hex(key))
  }
  return [...model].sort(([a], [b]) => (a < b ? -1 : 1))
}

export async function readAll(root: NodeHash, load: LoadNode): Promise<[key: string, value: string][]> {
  const entries: [string, string][] = []
  for await (const { key, value } of scan(root, {}, load)) entries.push([hex(key), hex(value)])
  return entries
}

export type RawItem =
  | { key: Uint8Array; value: Uint8Array; shared?: number }
  | { key: Uint8Array; hash: NodeHash; count: number; shared?: number }

/** A node as the specification writes it, of any items in any order. `shared` overrides how much of a key is left out. */
export function rawNode(level: number, items: readonly RawItem[]): { hash: NodeHash; bytes: Buffer } {
  const parts = [Buffer.from([0x4d, 1, level, items.length & 0xff, items.length >> 8])]
  items.forEach((item, index) => {
    const previous = items[index - 1]?.key ?? new Uint8Array(0)
    let shared = 0
    while (shared < previous.length && shared < item.key.length && previous[shared] === item.key[shared]) shared++
    shared = item.shared ?? shared
    const number = Buffer.alloc(4)
    number.writeUInt32LE('value' in item ? item.value.byteLength : item.count)
    parts.push(Buffer.from([shared, item.key.length - shared - 1]), Buffer.from(item.key.subarray(shared)), number)
    parts.push(Buffer.from('value' in item ? item.value : bytesOf(item.hash)))
  })
  const bytes = Buffer.concat(parts)
  return { hash: idOf('NodeHash', hash(bytes)), bytes }
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
