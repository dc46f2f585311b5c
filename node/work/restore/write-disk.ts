// The calls that put restored bytes on the disk, one after the other on the thread that opened the leaf: going through
// Node's own threads would cost ten times the call for each of a small file's six (§ Restore).
import {
  closeSync,
  constants,
  fchmodSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import type { Room } from '../../../protocol/chunk.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { openVerified } from '../sealer.ts'
import { runsOfData } from './holes.ts'
import type { FileOrder, NameOrder, Order, Stored } from './orders.ts'
import type { ChunkReader } from './read-chunk-disk.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants

/** Throws as Writers.carryOut. `room`: memory to open the leaf in. */
export function carryOut(
  ring: Ring,
  order: Order,
  leaf: Stored | undefined,
  chunks: ChunkReader,
  room: Room | undefined,
): void {
  if (order.kind === 'name') giveName(order)
  else {
    const plaintext = leaf ? openVerified(ring, { ...leaf, bytes: chunks.bytesOf(leaf) }, room) : NOTHING
    if (order.kind === 'leaf') writeSparse(order.fd, plaintext, order.position)
    else makeFile(order, plaintext)
  }
}

const NOTHING = new Uint8Array(0)

/** Writes bytes at a place of a file that has its size and nothing there: long runs of zeros are left as holes. */
export function writeSparse(fd: number, bytes: Uint8Array, position: number): void {
  for (const [from, to] of runsOfData(bytes, position)) {
    for (let at = from; at < to; ) at += writeSync(fd, bytes, at, to - at, position + at)
  }
}

function makeFile({ path, mode, time }: FileOrder, plaintext: Uint8Array): void {
  const file = Buffer.from(path, 'latin1')
  const fd = openSync(file, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_NONBLOCK, 0o600)
  try {
    const runs = runsOfData(plaintext, 0)
    if (runs.at(-1)?.[1] !== plaintext.byteLength) ftruncateSync(fd, plaintext.byteLength)
    writeSparse(fd, plaintext, 0)
    futimesSync(fd, time, time)
    fchmodSync(fd, mode)
  } finally {
    closeSync(fd)
  }
}

function giveName({ from, to, mayReplace }: NameOrder): void {
  const [part, name] = [Buffer.from(from, 'latin1'), Buffer.from(to, 'latin1')]
  if (mayReplace) renameSync(part, name)
  else {
    linkSync(part, name) // unlike rename, it never replaces what appeared meanwhile
    unlinkSync(part)
  }
}
