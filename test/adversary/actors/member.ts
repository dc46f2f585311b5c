// What actors that are members stand on: the production network under a turned site's key, with a Serves of their own
// (`joinAs`), or a bare host whose streams carry any bytes (`hostAs`). Not an actor itself.
import type { Connection, Libp2p, Stream, StreamMessageEvent } from '@libp2p/interface'
import { dialableAddresses } from '../../../node/network/addresses.ts'
import { createBareHost } from '../../../node/network/host.ts'
import { type Network, startNetwork } from '../../../node/network/network.ts'
import { privateKeyOf } from '../../../node/network/peer-id.ts'
import { NETWORK_TIMES } from '../../../node/network/settings.ts'
import type { Log, Ports } from '../../../node/ports.ts'
import { realClock, realRandom } from '../../../node/ports-real.ts'
import type { Serves } from '../../../node/work/peers.ts'
import { parseId, type SiteId } from '../../../protocol/ids.ts'
import type { Target, Turned } from '../harness.ts'

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }
export const actorPorts: Ports = { clock: realClock, random: realRandom, log: silent }

export function bytesOfHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

export function siteOfTarget({ site }: Target): SiteId {
  return parseId('SiteId', site)
}

export function addressOf({ host, port }: Target): string {
  return `/ip4/${host}/tcp/${port}`
}

/** Connects as the turned site, as its daemon would; what it answers is `serves`. Resolves when all targets are reached. */
export async function joinAs(turned: Turned, targets: readonly Target[], serves: Serves): Promise<Network> {
  const sites = targets.map(siteOfTarget)
  const network = await startNetwork(
    {
      mesh: parseId('MeshId', turned.mesh),
      seed: bytesOfHex(turned.seed),
      listen: [turned.listen],
      members: [parseId('SiteId', turned.site), ...sites],
      addressesOf: () => targets.map(target => ({ site: siteOfTarget(target), addresses: [addressOf(target)] })),
    },
    serves,
    actorPorts,
  )
  while (!sites.every(site => network.connected().includes(site)))
    await realClock.wait(100, new AbortController().signal)
  return network
}

/** Answers nobody anything, and accepts whatever is announced. Spread it under what a scenario overrides. */
export const mute: Serves = {
  hello: async () => ({}),
  heads: async () => ({}),
  catalog: async () => ({}),
  ahead: async () => ({ done: true }),
  lease: async () => ({ why: 'not-held' }),
  prove: async () => ({}),
  chunks: async function* () {
    // has nothing
  },
  announced: async () => 'accept',
  connected: () => undefined,
  disconnected: () => undefined,
}

/** A host with the key of `seed` and nothing on it: no identify, no gossip, no protocol. */
export async function hostAs(seed: string): Promise<Libp2p> {
  const host = await createBareHost({
    key: await privateKeyOf(bytesOfHex(seed)),
    listen: [],
    connections: 4096,
    times: NETWORK_TIMES,
    clock: realClock,
    gate: { denyDialMultiaddr: () => false },
  })
  await host.start()
  return host
}

/** A connection of its own to the target, beside any that there are. */
export async function dialTarget(host: Libp2p, target: Target): Promise<Connection> {
  return host.dial(dialableAddresses(siteOfTarget(target), [addressOf(target)]), {
    force: true,
    signal: AbortSignal.timeout(20_000),
  })
}

export interface RawStream {
  readonly stream: Stream
  /** Bytes that came so far. */
  received(): number
  /** Resolves when the stream is over, however it ended. */
  readonly over: Promise<void>
}

/** A stream of a protocol, for any bytes. Sends them with `stream.send`. */
export async function rawStream(connection: Connection, protocol: string): Promise<RawStream> {
  const stream = await connection.newStream(protocol, { signal: AbortSignal.timeout(20_000), maxOutboundStreams: 4096 })
  let received = 0
  stream.addEventListener('message', event => {
    received += (event as StreamMessageEvent).data.byteLength
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  stream.addEventListener('close', () => resolve())
  if (stream.status !== 'open') resolve()
  return { stream, received: () => received, over: promise }
}

/** A frame as § Frames has it, its length stated as anything. */
export function frame(bytes: Uint8Array, length = bytes.byteLength): Uint8Array {
  const framed = Buffer.alloc(4 + bytes.byteLength)
  framed.writeUInt32LE(length)
  framed.set(bytes, 4)
  return framed
}
