// A large catalog at its author and at a peer that was away, in one process: the product's own server and receiver, with
// every request and answer encoded and decoded as for the wire, and counted. No network lies between.
import { openMemoryStore } from '../../node/store/memory-store.ts'
import type { Liveness } from '../../node/work/mesh/liveness.ts'
import type { OwnCatalog } from '../../node/work/mesh/own-catalog.ts'
import { Promises } from '../../node/work/mesh/promises.ts'
import { Replicas } from '../../node/work/mesh/replicas.ts'
import { View } from '../../node/work/mesh/view.ts'
import type { Peers, Serves } from '../../node/work/peers.ts'
import { serve } from '../../node/work/serve.ts'
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { keyedHash } from '../../protocol/hash.ts'
import { signHead } from '../../protocol/head.ts'
import { idOf, type NodeHash } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { buildMap, type LoadNode, type MapEdit, type MapNodes } from '../../protocol/merkle-map.ts'
import { editMap } from '../../protocol/merkle-map-edit.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { benchPorts } from './bench-ports.ts'

export interface CaughtUp {
  readonly seconds: number
  /** Of all requests and answers, as they go into frames. */
  readonly wireBytes: number
  readonly requests: number
}

const VALUE_BYTES = 100
const KEY = new Uint8Array(32).fill(7)
const MESH = idOf('MeshId', new Uint8Array(32).fill(1))
const AUTHOR = signingKeyFromSeed(new Uint8Array(32).fill(2))
const PEER = signingKeyFromSeed(new Uint8Array(32).fill(3))

/** A catalog of so many entries. */
export function buildCatalog(entries: number): MapNodes {
  return buildMap(Array.from({ length: entries }, (_, n) => entry(n, 0)))
}

/**
 * Changes `changes` entries of `before` and brings a peer that has `before` up to date: by edits, or by walking when the
 * author has let go of what it has replaced.
 */
export async function catchUp(
  before: MapNodes,
  entries: number,
  changes: number,
  how: 'edits' | 'walking',
): Promise<CaughtUp> {
  const ports = benchPorts()
  const has: LoadNode = async hash => known(before.nodes.get(hash), hash)
  const edits = Array.from({ length: changes }, (_, n) => entry(Math.floor(((n + 0.5) * entries) / changes), 1))
  const after = await editMap(before.root, edits, has)
  const atAuthor: LoadNode = async hash => {
    const isGone = how === 'walking' && hash === before.root
    return known(after.nodes.get(hash) ?? (isGone ? undefined : before.nodes.get(hash)), hash)
  }
  const serves = serve(
    {
      own: { site: AUTHOR.id, load: atAuthor } as Partial<OwnCatalog> as OwnCatalog,
      liveness: { heard: () => undefined } as Partial<Liveness> as Liveness,
    } as Parameters<typeof serve>[0],
    ports,
  )
  const counted = { wireBytes: 0, requests: 0 }
  const store = await openMemoryStore({}, ports)
  await using _ = store
  const kept = new Map<string, Uint8Array>()
  const replicas = new Replicas(
    {
      mesh: MESH,
      me: PEER.id,
      peers: { catalog: (_site, request, signal) => ask(serves, request, counted, signal) } as Partial<Peers> as Peers,
      promises: await Promises.load(store.journal),
      view: new View(() => 0),
      // What was followed lies on the disk of a real peer; here the author's nodes stand for it.
      cache: {
        get: async key =>
          kept.get(key) ?? (key.startsWith('map/') ? before.nodes.get(key.slice(4) as NodeHash) : undefined),
        batch: async all => {
          for (const { key, value } of all) if (value !== undefined) kept.set(key, value)
        },
        entries: async function* (prefix) {
          if (prefix === 'root/') yield [`root/${AUTHOR.id}`, Buffer.from(before.root, 'hex')]
        },
      },
      own: { root: before.root, load: has },
      isMember: () => true,
      ownNewer: () => undefined,
      learnt: async () => undefined,
      stepped: async () => undefined,
    },
    ports,
  )
  await replicas.restore()
  const head = signHead(
    {
      mesh: MESH,
      author: AUTHOR.id,
      incarnation: 1,
      nonce: new Uint8Array(16),
      seq: 1,
      prev: undefined,
      root: after.root,
      membership: new Uint8Array(32),
      time: Date.now(),
      entries,
    },
    AUTHOR,
  )
  const start = performance.now()
  await replicas.offer(head, AUTHOR.id)
  await replicas.sync(AUTHOR.id, AUTHOR.id, new AbortController().signal)
  const seconds = (performance.now() - start) / 1000
  if (replicas.rootOf(AUTHOR.id) !== after.root) throw new Error('the peer is not up to date')
  return { ...counted, seconds }
}

async function ask(
  serves: Serves,
  request: pb.CatalogRequest.$Properties,
  counted: { wireBytes: number; requests: number },
  signal: AbortSignal,
): Promise<pb.CatalogResponse> {
  const sent = encode(pb.CatalogRequest, request)
  const answer = await serves.catalog(PEER.id, decode(pb.CatalogRequest, sent, LIMITS.controlFrame), signal)
  const received = encode(pb.CatalogResponse, answer)
  counted.wireBytes += sent.byteLength + received.byteLength
  counted.requests++
  return decode(pb.CatalogResponse, received, LIMITS.catalogFrame)
}

function entry(n: number, version: number): { key: Uint8Array; value: Uint8Array } & MapEdit {
  const name = Buffer.from(`${n}`)
  const value = Buffer.alloc(VALUE_BYTES, `${n}/${version} `)
  return { key: Buffer.concat([Buffer.from('bench/'), keyedHash(KEY, name)]), value }
}

function known(bytes: Uint8Array | undefined, hash: NodeHash): Uint8Array {
  if (bytes === undefined) throw new HoldfastError('NODE_GONE', `map node ${hash} is gone`)
  return bytes
}
