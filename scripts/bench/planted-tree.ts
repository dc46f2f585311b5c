// A tree for benches of the exchange: leaves of one size that nothing compresses, under file nodes, under one root, with
// no folder of it anywhere. Only what a blind site sees of a snapshot is there.
import { createCipheriv } from 'node:crypto'
import { type ChildRef, type SealedChunk, sealLeaf, sealTree } from '../../protocol/chunk.ts'
import { type Cid, parseId } from '../../protocol/ids.ts'
import { createRing } from '../../protocol/ring.ts'
import { type RootRef, rootOf } from '../../protocol/tree-load.ts'

const LEAVES_A_NODE = 256
const ring = createRing(parseId('RingId', '00'.repeat(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))

/** `bytes` of leaves with `leafBytes` of plaintext each. */
export function plantTree(bytes: number, leafBytes: number): { root: RootRef; chunks: Map<Cid, Uint8Array> } {
  const chunks = new Map<Cid, Uint8Array>()
  const keep = ({ cid, stored, below, bytes: sealed }: SealedChunk): ChildRef => {
    chunks.set(cid, sealed)
    return { cid, stored, below, sendClass: 0 }
  }
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16))
  const zeros = Buffer.alloc(leafBytes)
  const leaves = Array.from({ length: Math.max(1, Math.round(bytes / leafBytes)) }, () =>
    keep(sealLeaf(ring, noise.update(zeros), { codec: 'raw' })),
  )
  const nodes: ChildRef[] = []
  for (let at = 0; at < leaves.length; at += LEAVES_A_NODE)
    nodes.push(keep(sealTree(ring, Buffer.from(`node ${at}`), leaves.slice(at, at + LEAVES_A_NODE))))
  return { root: rootOf(keep(sealTree(ring, Buffer.from('root'), nodes))), chunks }
}
