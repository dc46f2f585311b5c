// Sites on loopback for tests of the network: real hosts, a tiny Serves, no store.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Libp2p, Stream } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { dialableAddresses, parseTcpAddress } from '../../node/network/addresses.ts'
import { createBareHost } from '../../node/network/host.ts'
import { type Network, type NetworkOptions, startNetwork } from '../../node/network/network.ts'
import { privateKeyOf, siteIdOfKey } from '../../node/network/peer-id.ts'
import { NETWORK_TIMES, type NetworkTimes } from '../../node/network/settings.ts'
import type { Log, Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import type { Serves, Topic } from '../../node/work/peers.ts'
import { hash } from '../../protocol/hash.ts'
import { type Cid, idOf, type MeshId, type ProjectId, parseId, type SiteId } from '../../protocol/ids.ts'
import type { holdfast as pb } from '../../protocol/messages.js'

export const MESH: MeshId = parseId('MeshId', '11'.repeat(32))
export const PROJECT: ProjectId = parseId('ProjectId', '22'.repeat(16))

/** Times short enough for a test, long enough for a busy machine. */
export const QUICK: Partial<NetworkTimes> = { yieldDialMs: 300, redialMinMs: 100, redialMaxMs: 400, shunMs: 60_000 }

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }
export const quietPorts: Ports = { clock: realClock, random: realRandom, log: silent }

export interface FakeServes extends Serves {
  readonly calls: string[]
  readonly heard: { from: SiteId; topic: Topic; body: string }[]
  readonly store: Map<Cid, Uint8Array>
}

/** Answers with what it was asked, and with what is in `store`. */
export function fakeServes(changes: Partial<Serves> = {}): FakeServes {
  const calls: string[] = []
  const heard: FakeServes['heard'] = []
  const store = new Map<Cid, Uint8Array>()
  return {
    calls,
    heard,
    store,
    async hello(from, request) {
      calls.push(`hello ${from}`)
      return { membership: request.membership, software: `hello ${request.software}` }
    },
    async heads(from, request) {
      calls.push(`heads ${from}`)
      return { heads: request.push }
    },
    async catalog(from, request) {
      calls.push(`catalog ${from}`)
      return { nodes: request.nodes }
    },
    async ahead(from, { run }) {
      calls.push(`ahead ${from}`)
      return { run, chunks: new Uint8Array(36).fill(1), done: true }
    },
    async lease(from, { nonce }) {
      calls.push(`lease ${from}`)
      return { why: Buffer.from(nonce).toString('hex') }
    },
    async prove(from, challenge) {
      calls.push(`prove ${from}`)
      return { ...challenge, author: new Uint8Array(32) }
    },
    async *chunks(from, { cids }) {
      calls.push(`chunks ${from}`)
      for (const cid of cids) yield { cid, bytes: store.get(cid) }
    },
    async announced(from, topic, message: pb.Signed) {
      heard.push({ from, topic, body: Buffer.from(message.body).toString() })
      return 'accept'
    },
    connected: site => calls.push(`connected ${site}`),
    disconnected: site => calls.push(`disconnected ${site}`),
    ...changes,
  }
}

export function seedOf(number: number): Uint8Array {
  return new Uint8Array(32).fill(number)
}

export async function siteOf(number: number): Promise<SiteId> {
  return siteIdOfKey(await privateKeyOf(seedOf(number)))
}

/** Where sites can be reached; shared by the sites of one test and changed as they come and go. */
export type Directory = Map<SiteId, readonly string[]>

/** Starts site `number`. It dials whoever is in `directory`, and is put there itself. */
export async function startSite(
  number: number,
  directory: Directory,
  serves: Serves,
  changes: Partial<NetworkOptions> = {},
): Promise<Network> {
  const members = changes.members ?? (await Promise.all([1, 2, 3].map(siteOf)))
  const network = await startNetwork(
    {
      mesh: MESH,
      seed: seedOf(number),
      listen: ['/ip4/127.0.0.1/tcp/0'],
      addressesOf: () => [...directory].map(([site, addresses]) => ({ site, addresses })),
      times: QUICK,
      ...changes,
      members,
    },
    serves,
    quietPorts,
  )
  directory.set(network.site, network.addresses())
  return network
}

/** A chunk and its name. */
export function chunkOf(bytes: Uint8Array): { cid: Cid; bytes: Uint8Array } {
  return { cid: idOf('Cid', hash(bytes)), bytes }
}

/** A libp2p host that does what the test tells it, with the key of site `number` and no gate. */
export async function startRawHost(number: number, listen: string[] = []): Promise<Libp2p & AsyncDisposable> {
  const host = await createBareHost({
    key: await privateKeyOf(seedOf(number)),
    listen,
    connections: 10,
    times: NETWORK_TIMES,
    clock: realClock,
    gate: {},
  })
  await host.start()
  return Object.assign(host, { [Symbol.asyncDispose]: async () => await host.stop() })
}

/** What to dial to reach a network, its PeerId included. */
export function dialAddress(network: Network): Multiaddr {
  const [address] = dialableAddresses(network.site, network.addresses())
  if (address === undefined) throw new Error('the network listens nowhere')
  return address
}

/** Resolves when a stream is over, however it ended. */
export async function whenClosed(stream: Stream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  stream.addEventListener('close', () => resolve())
  if (stream.status === 'open') await promise
}

/** A TCP proxy that counts what the server sends and can go silent like a dead line. */
export async function startProxy(to: string): Promise<Proxy> {
  const target = parseTcpAddress(to)
  if (target === undefined) throw new Error(`no TCP address: ${to}`)
  const sockets = new Set<Socket>()
  let fromServer = 0
  let silent = false
  const server = createServer(inside => {
    const outside = connect(target.port, target.host)
    for (const socket of [inside, outside]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        if (!silent) for (const other of [inside, outside]) other.destroy()
      })
    }
    inside.on('data', bytes => silent || outside.write(bytes))
    outside.on('data', bytes => {
      fromServer += bytes.length
      if (!silent) inside.write(bytes)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`,
    fromServer: () => fromServer,
    goSilent: () => {
      silent = true
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export interface Proxy extends AsyncDisposable {
  readonly address: string
  fromServer(): number
  goSilent(): void
}
