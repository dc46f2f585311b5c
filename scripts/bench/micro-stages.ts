// The stages of the micro bench, each by the product's own code.
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { nodeNoiseCrypto } from '../../node/network/noise-crypto.ts'
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { LevelIndex } from '../../node/store/level-index.ts'
import { KIND, keyOf } from '../../node/store/pack-record.ts'
import { openChunk, pidOf, type SealedChunk } from '../../protocol/chunk.ts'
import type { Piece } from '../../protocol/chunker.ts'
import { decode, encode } from '../../protocol/codec.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, idOf } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { decodePayload, encodePayload } from '../../protocol/payload.ts'
import { sealInto, sivOf } from '../../protocol/siv.ts'
import { cut, type Material, PUSH_BYTES } from './micro-material.ts'

export interface Stage {
  readonly name: string
  readonly shows: string
  /** Gives how many bytes went in. */
  run(): number | Promise<number>
}

const HEADER = new Uint8Array(54)
const PUT_BYTES = 16 * 1024 * 1024
const INDEX_ENTRIES = 100_000
const INDEX_BATCH = 1000
const NOISE_BYTES = 65_519
const KEY_BYTES = 33
const PLACE_BYTES = 12
const silent = (): void => undefined
const PORTS: Ports = {
  clock: realClock,
  random: realRandom,
  log: { info: silent, warn: silent, error: silent, debug: silent },
}

/** `work`: a folder for stores, on the disk that is to be measured. */
export function stagesOf(material: Material, work: string): Stage[] {
  const { ring, files, pieces, payloads, sealed } = material
  const keys = ring.keys(ring.epoch, 'chunk')
  const room = Buffer.alloc(PUSH_BYTES)
  const out = Buffer.alloc(LIMITS.chunk)
  const noiseKey = randomBytes(32)
  const nonce = new Uint8Array(12)
  const noPart = new Uint8Array(0)
  const isPcm = (at: number): boolean => typeof pieces[at]!.codec === 'object'
  const isText = (at: number): boolean => !isPcm(at) && pieces[at]!.codec !== 'raw'
  const plain = (of: (at: number) => boolean) => pieces.filter((_, at) => of(at))
  const encoded = payloads.map(parts => Buffer.concat(parts))
  const frames = sealed.map(frameOf)
  const messages = sealed.flatMap(({ bytes }) => slices(bytes, NOISE_BYTES))
  const secret = messages.map(message => nodeNoiseCrypto.chaCha20Poly1305Encrypt(message, nonce, noPart, noiseKey))
  let stores = 0

  return [
    { name: 'read', shows: 'files from the page cache', run: () => sum(files, ({ path }) => readWhole(path, room)) },
    stage('chunk', 'audio in pieces, text and others by gear', files, ofBytes, file => cut(ring, file)),
    stage('pid', 'keyed BLAKE3 of plain pieces', pieces, ofBytes, ({ bytes }) => pidOf(ring, 'leaf', bytes)),
    stage('encode-pcm', 'audio, verified by decoding', plain(isPcm), ofBytes, encodePiece),
    stage('encode-zstd', 'everything else', plain(isText), ofBytes, encodePiece),
    stage('encrypt', 'siv and AES-256-GCM of payloads', payloads, ofParts, encrypt),
    stage('hash', 'BLAKE3 of sealed chunks', sealed, ofBytes, ({ bytes }) => hash(bytes)),
    {
      name: 'append',
      shows: 'to a pack with fdatasync and index, 16 MiB a call',
      run: () => append(join(work, `store-${stores++}`), sealed),
    },
    {
      name: 'index',
      shows: `places of ${INDEX_ENTRIES.toLocaleString('en-US')} chunks, ${INDEX_BATCH} a batch; bytes are keys and places`,
      run: () => index(join(work, `index-${stores++}`)),
    },
    stage('frame', 'chunks into protobuf messages', sealed, ofBytes, frameOf),
    stage('unframe', 'and out of them', frames, ofSelf, frame => decode(pb.ChunkFrame, frame, LIMITS.chunk + 64)),
    stage('noise', 'ChaCha20-Poly1305 in whole Noise messages', messages, ofSelf, encryptMessage),
    stage('unnoise', 'and its inverse', secret, ofSelf, message =>
      nodeNoiseCrypto.chaCha20Poly1305Decrypt(message, nonce, noPart, noiseKey),
    ),
    stage('decode', 'payloads', encoded, ofSelf, payload => decodePayload(payload, LIMITS.chunkPlain)),
    stage('verify', 'sealed chunks opened: decrypted, siv checked, decoded', sealed, ofBytes, ({ bytes }) =>
      openChunk(ring, bytes),
    ),
  ]
  function encrypt(parts: readonly Uint8Array[]): void {
    const siv = sivOf(keys, [HEADER], parts)
    sealInto(out, 0, keys, siv, HEADER, parts)
  }

  function encryptMessage(message: Uint8Array): unknown {
    return nodeNoiseCrypto.chaCha20Poly1305Encrypt(message, nonce, noPart, noiseKey)
  }
}

function stage<T>(
  name: string,
  shows: string,
  items: readonly T[],
  lengthOf: (item: T) => number,
  work: (item: T) => unknown,
): Stage {
  return {
    name,
    shows,
    run: () => {
      for (const item of items) work(item)
      return sum(items, lengthOf)
    },
  }
}

function ofBytes({ bytes }: { readonly bytes: Uint8Array }): number {
  return bytes.length
}

function ofSelf(bytes: { readonly byteLength: number }): number {
  return bytes.byteLength
}

function ofParts(parts: readonly Uint8Array[]): number {
  return sum(parts, ofSelf)
}

function encodePiece({ bytes, codec }: Piece): void {
  encodePayload(bytes, codec)
}

function frameOf({ cid, bytes }: SealedChunk): Uint8Array {
  return encode(pb.ChunkFrame, { cid: bytesOf(cid), bytes })
}

async function append(path: string, sealed: readonly SealedChunk[]): Promise<number> {
  await using store = await openDiskStore(path, {}, PORTS)
  let batch: SealedChunk[] = []
  for (const chunk of sealed) {
    batch.push(chunk)
    if (sum(batch, ofBytes) < PUT_BYTES) continue
    await store.putChunks(batch)
    batch = []
  }
  await store.putChunks(batch)
  return sum(sealed, ofBytes)
}

async function index(path: string): Promise<number> {
  await using level = await LevelIndex.open(path)
  let bytes = 0
  for (let from = 0; from < INDEX_ENTRIES; from += INDEX_BATCH) {
    const edits = Array.from({ length: INDEX_BATCH }, (_, at) => {
      const name = idOf('Cid', hash(Buffer.from(String(from + at))))
      const key = keyOf(KIND.chunk, name)
      bytes += KEY_BYTES + PLACE_BYTES
      return { type: 'set', key, place: { pack: 1, offset: from + at, length: 1 }, was: undefined } as const
    })
    await level.apply(edits)
  }
  return bytes
}

function readWhole(path: string, room: Buffer): number {
  const file = openSync(path, 'r')
  try {
    let bytes = 0
    for (let read = -1; read !== 0; bytes += read) read = readSync(file, room, 0, room.length, null)
    return bytes
  } finally {
    closeSync(file)
  }
}

function slices(bytes: Uint8Array, length: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  )
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
