// Makes libp2p hosts: TCP, Noise and yamux alone, with bounds in place of the defaults that let one address shut the
// door (§ Wire, limits). The main host also runs identify and ping; a join host nothing but its one protocol.
import { createServer } from 'node:net'
import { identify, identifyPush } from '@libp2p/identify'
import type { ConnectionGater, Libp2p, PeerId, PrivateKey, ServiceMap } from '@libp2p/interface'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { createLibp2p, type Libp2pOptions } from 'libp2p'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Clock } from '../ports.ts'
import { listenAddress, type TcpAddress } from './addresses.ts'
import { boundedYamux } from './muxer.ts'
import { noise } from './noise.ts'
import { NETWORK_LIMITS, type NetworkTimes } from './settings.ts'

export interface HostOptions {
  readonly key: PrivateKey
  /** Multiaddrs; none = a host that only dials. */
  readonly listen: readonly string[]
  readonly gate: ConnectionGater
  readonly connections: number
  readonly times: NetworkTimes
  /** Of its rates; none for a host of one request. */
  readonly clock?: Pick<Clock, 'monotonic'>
  /** Hears of peers that break the muxer's rules; their connection is closed already. */
  readonly broken?: (peer: PeerId, cause: Error) => void
}

// The transport hands these to node:net, which knows more of them than the transport's types do.
const SOCKETS = { noDelay: true, highWaterMark: NETWORK_LIMITS.socketBuffer }

/** Services every main host has; gossipsub is added by who announces. */
export const MEMBER_SERVICES = {
  identify: identify(),
  identifyPush: identifyPush(),
  ping: ping(),
}

/** A host of members: open connections are pinged and cut when the peer is gone. Not started yet. */
export async function createMemberHost<T extends ServiceMap>(
  options: HostOptions,
  services: NonNullable<Libp2pOptions<T>['services']>,
): Promise<Libp2p<T>> {
  const { times } = options
  return await createLibp2p<T>({
    ...common(options),
    connectionMonitor: {
      pingInterval: times.pingEveryMs,
      pingTimeout: { minTimeout: times.pingMs, maxTimeout: 2 * times.pingMs },
    },
    services,
  })
}

/** A host without any service: what it serves is what its owner registers. Not started yet. */
export async function createBareHost(options: HostOptions): Promise<Libp2p> {
  return await createLibp2p({ ...common(options), connectionMonitor: { enabled: false } })
}

function common({ key, listen, gate, connections, times, clock, broken }: HostOptions): Libp2pOptions {
  return {
    start: false,
    privateKey: key,
    addresses: { listen: [...listen] },
    nodeInfo: { name: 'holdfast', version: '1', userAgent: 'holdfast' },
    transports: [
      tcp({
        inboundSocketInactivityTimeout: 4 * times.pingEveryMs + times.pingMs,
        outboundSocketInactivityTimeout: 4 * times.pingEveryMs + times.pingMs,
        maxConnections: NETWORK_LIMITS.sockets,
        dialOpts: SOCKETS,
        listenOpts: SOCKETS,
      }),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [boundedYamux(broken, clock)],
    connectionGater: gate,
    connectionManager: {
      maxConnections: connections,
      // The gate counts these (pending.ts), and knows whose hosts are members'.
      maxIncomingPendingConnections: Number.MAX_SAFE_INTEGER,
      inboundConnectionThreshold: Number.MAX_SAFE_INTEGER,
      inboundUpgradeTimeout: times.upgradeMs,
      inboundStreamProtocolNegotiationTimeout: times.negotiateMs,
      outboundStreamProtocolNegotiationTimeout: times.negotiateMs,
      dialTimeout: times.dialMs,
      addressDialTimeout: times.dialAddressMs,
      reconnectRetries: 0, // dial.ts does this
    },
  }
}

/** Starts the host, or throws PORT_IN_USE or CONFIG_INVALID naming the address it can't listen on. */
export async function startHost(host: Libp2p, listen: readonly string[]): Promise<void> {
  const addresses = listen.map(listenAddress)
  try {
    await host.start()
  } catch (cause) {
    // libp2p says in words alone what went wrong; a second attempt at each address tells it as a code.
    for (const address of addresses) await probe(address)
    throw cause
  }
}

/** Throws PORT_IN_USE or CONFIG_INVALID when a host could not listen on one of the addresses now. */
export async function checkListen(listen: readonly string[]): Promise<void> {
  for (const address of listen.map(listenAddress)) await probe(address)
}

async function probe({ host, port }: TcpAddress): Promise<void> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port, exclusive: true }, resolve)
  try {
    await promise
  } catch (cause) {
    const at = `${host} port ${port}`
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      const hint = 'stop the other program, or choose another port in the configuration'
      throw new HoldfastError('PORT_IN_USE', `${at} is in use by another program`, { cause, hint })
    }
    throw new HoldfastError('CONFIG_INVALID', `can't listen on ${at}`, { cause })
  } finally {
    await new Promise<void>(closed => server.close(() => closed()))
  }
}
