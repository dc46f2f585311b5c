// Content: chunks, payloads and trees, the nodes of catalogs, what is sealed, and what a disk holds.

import { openChunk, parseHeader, type SealedChunk, sealLeaf, sealTree } from '../../protocol/chunk.ts'
import { openChunker } from '../../protocol/chunker.ts'
import { decode, encode } from '../../protocol/codec.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf } from '../../protocol/ids.ts'
import { unwrap } from '../../protocol/key-wrap.ts'
import { openSealed, sealingKeyFromSeed, sealTo } from '../../protocol/keys.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { buildMap, EMPTY_ROOT } from '../../protocol/merkle-map.ts'
import { applyEdits } from '../../protocol/merkle-map-diff.ts'
import { parseNode } from '../../protocol/merkle-map-node.ts'
import { verifyMap } from '../../protocol/merkle-map-sync.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { decodePayload, encodePayload, type PcmShape } from '../../protocol/payload.ts'
import { decodeRing, encodeRing, nextEpoch, openFromRing, sealForRing } from '../../protocol/ring.ts'
import { readDirectory } from '../../protocol/tree-directory.ts'
import { fileLeaves } from '../../protocol/tree-file.ts'
import { salvageDirectory } from '../../protocol/tree-salvage.ts'
import { walkBlind } from '../../protocol/tree-walk.ts'
import { framesOf } from '../helpers/audio-takes.ts'
import { fileEntry, noise, openChunkMemory, ring } from '../helpers/chunk-memory.ts'
import { entriesOf, mapMemory } from '../helpers/map-memory.ts'
import type { Decoder } from './decoder.ts'

const memory = openChunkMemory()
const NAMES = ['kick.wav', 'nova.rpp', 'snare.wav']
const files = NAMES.map((name, i) => fileEntry(memory, name, noise(i, 900), noise(i + 9, 900)))
const media = {
  container: 'wav',
  codec: 'pcm',
  channels: 2,
  rate: 48_000,
  bits: 24,
  durationMs: 5,
  tags: [{ name: 'artist', value: 'Ada' }],
}
const directoryNode = encode(pb.DirectoryNode, {
  entries: files.map((file, i) => ({
    name: file.name,
    type: pb.EntryType.FILE,
    mode: 0o644,
    mtimeS: 5,
    size: file.size,
    child: i + 1,
    xattrs: [{ name: Buffer.from('user.a'), value: Buffer.from('b') }],
    media,
  })),
})
const children = files.map(file => file.child!)
const innerNode = encode(pb.DirectoryNode, { height: 1, lastNames: NAMES.map(name => Buffer.from(name)) })
const fileNode = encode(pb.FileNode, { height: 0, plainSizes: [900, 900] })
const leaf = sealLeaf(ring, noise(5, 700))
const tree = sealTree(ring, directoryNode, children)
const PCM: PcmShape = { sample: 'int', bytes: 3, bigEndian: false, channels: 2, lead: 44 }
const take = Buffer.concat([noise(1, 44), framesOf('take', PCM, 2000)])

/** As what a chunk source gives for the root, the rest being as it should. */
async function drain(walk: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const one of walk) if (found.push(one) > 10_000) break
  return found
}

function sealed(plaintext: Uint8Array): SealedChunk {
  return sealTree(ring, plaintext.subarray(0, 200_000), children)
}

export function contentDecoders(): Decoder[] {
  const payloads = (['raw', 'zstd', 'auto', { pcm: PCM }] as const).map(codec => {
    const [prefix, encoded] = encodePayload(codec === 'auto' ? Buffer.alloc(5000, 'abc') : take, codec)
    return Buffer.concat([prefix, encoded])
  })
  return [
    { name: 'chunk header', seeds: [leaf.bytes, tree.bytes], run: bytes => parseHeader(bytes) },
    {
      name: 'sealed chunk',
      seeds: [leaf.bytes, tree.bytes],
      weight: 0.5,
      run: bytes => openChunk(ring, bytes),
      plain: LIMITS.chunkPlain,
    },
    {
      name: 'payload',
      seeds: payloads,
      run: bytes => decodePayload(bytes, LIMITS.chunkPlain),
      plain: LIMITS.chunkPlain,
    },
    {
      name: 'directory node',
      seeds: [directoryNode, innerNode],
      weight: 0.5,
      run: bytes => {
        const root = sealed(bytes)
        const source = async (cid: string) => (cid === root.cid ? root.bytes : memory.source(cid as never))
        return drain(readDirectory(ring, source, root))
      },
    },
    {
      name: 'directory node, salvaged',
      seeds: [directoryNode, innerNode],
      weight: 0.5,
      run: bytes => {
        const root = sealed(bytes)
        const source = async (cid: string) => (cid === root.cid ? root.bytes : memory.source(cid as never))
        return drain(salvageDirectory(ring, source, root))
      },
    },
    {
      name: 'file node',
      seeds: [fileNode],
      weight: 0.5,
      run: bytes => {
        const child = sealTree(ring, bytes.subarray(0, 200_000), [leaf, leaf])
        return drain(fileLeaves(ring, async () => child.bytes, { child, size: 1800 }))
      },
    },
    {
      name: 'tree walked without keys',
      seeds: [tree.bytes],
      weight: 0.5,
      run: bytes => {
        const cid = idOf('Cid', hash(bytes))
        const ref = {
          cid,
          storedBytes: bytes.byteLength + children.reduce((sum, child) => sum + child.stored + child.below, 0),
        }
        return drain(walkBlind(async asked => (asked === cid ? bytes : memory.source(asked)), ref))
      },
    },
    {
      name: 'chunker',
      seeds: [noise(1, 3000), Buffer.alloc(3000, 'text '), take],
      weight: 0.2,
      run: bytes => {
        const cutter = openChunker(bytes.byteLength, ring.gear, Buffer.from('x.wav'))
        return [...cutter.push(bytes), ...cutter.end()]
      },
    },
    ...maps(),
    ...sealedThings(),
  ]
}

function maps(): Decoder[] {
  const { root, nodes } = buildMap(entriesOf(300, 40))
  const { load } = mapMemory(nodes)
  const all = [...nodes.values()]
  const edits = encode(pb.CatalogResponse, {
    edits: entriesOf(5, 40).map(({ key, value }) => ({ key, value })),
  })
  return [
    { name: 'map node', seeds: all, run: bytes => parseNode(idOf('NodeHash', hash(bytes)), bytes) },
    {
      name: 'map from a spoiled root',
      seeds: [nodes.get(root)!],
      weight: 0.2,
      run: bytes => {
        const spoiled = idOf('NodeHash', hash(bytes))
        return verifyMap(spoiled, async asked => (asked === spoiled ? bytes : load(asked)))
      },
    },
    {
      name: 'map edits',
      seeds: [edits],
      weight: 0.2,
      run: bytes => {
        const { edits } = decode(pb.CatalogResponse, bytes, LIMITS.catalogFrame, LIMITS.listFields)
        const list = edits.map(({ key, value, removed }) => ({
          key: key ?? NONE,
          value: removed ? undefined : (value ?? NONE),
        }))
        return applyEdits(root, list, EMPTY_ROOT, load)
      },
    },
  ]
}

const NONE = new Uint8Array(0)

function sealedThings(): Decoder[] {
  const key = sealingKeyFromSeed(new Uint8Array(32).fill(4))
  const toMember = sealTo(key.publicKey, Buffer.from('keys'), new Uint8Array(32).fill(5), 'holdfast v1 test')
  const toRing = sealForRing(ring, 'holdfast v1 test', Buffer.from('name'))
  const credential = { with: 'credential', credential: new Uint8Array(32).fill(1) } as const
  return [
    {
      name: 'sealed to a member',
      seeds: [toMember],
      weight: 0.3,
      run: bytes => openSealed(key, bytes, 'holdfast v1 test'),
    },
    { name: 'sealed to a ring', seeds: [toRing], run: bytes => openFromRing(ring, 'holdfast v1 test', bytes) },
    {
      name: 'ring keys',
      seeds: [encodeRing(ring), encodeRing(nextEpoch(ring, new Uint8Array(32).fill(8)))],
      weight: 0.5,
      run: bytes => decodeRing(bytes),
    },
    {
      name: 'wrapped with a credential',
      seeds: [Buffer.concat([Buffer.of(1), noise(1, 150)])],
      weight: 0.3,
      run: bytes => unwrap(credential, bytes),
    },
  ]
}
