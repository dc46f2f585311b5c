// The network of one site: a libp2p host that members alone reach, requests and announcements over it, a worker that
// keeps it connected, and the join host while invites are open (§ Wire). Sees nothing of the store; work sees Peers.
import type { GossipSub } from '@libp2p/gossipsub'
import type { Identify } from '@libp2p/identify'
import type { Connection, PeerId } from '@libp2p/interface'
import type { Ping } from '@libp2p/ping'
import { HoldfastError } from '../../protocol/errors.ts'
import type { MeshId, SiteId } from '../../protocol/ids.ts'
import type { Offence } from '../../protocol/offence.ts'
import type { Ports } from '../ports.ts'
import type { Peers, Serves } from '../work/peers.ts'
import { type RunningWorker, startWorker } from '../worker.ts'
import { bareAddress, dialableAddresses, listenAddress, parseTcpAddress } from './addresses.ts'
import { type Announcer, gossipService, silentAnnouncer, startAnnouncer } from './announce.ts'
import { preferredConnection, watchConnections } from './connections.ts'
import { Counters, type NetworkCounters } from './counters.ts'
import { type DialTarget, dialer } from './dial.ts'
import type { Links } from './exchange.ts'
import { exchangeClient } from './exchange-client.ts'
import { serveExchange } from './exchange-server.ts'
import { createGate } from './gate.ts'
import { createMemberHost, MEMBER_SERVICES, startHost } from './host.ts'
import { createJoinDoor, type JoinHandler } from './join.ts'
import { peerIdOf, privateKeyOf, siteIdOf, siteIdOfKey } from './peer-id.ts'
import { NETWORK_LIMITS, NETWORK_TIMES, type NetworkTimes } from './settings.ts'

export interface NetworkOptions {
  readonly mesh: MeshId
  /** The 32-byte seed of the site's signing key. */
  readonly seed: Uint8Array
  /** Multiaddrs like /ip4/0.0.0.0/tcp/4710; port 0 = any free one. */
  readonly listen: readonly string[]
  /** Multiaddrs of the join host. Default: those of `listen`, one port higher. */
  readonly joinListen?: readonly string[]
  readonly members: Iterable<SiteId>
  /** Where members are known to be; asked before each dial, so it may change. */
  readonly addressesOf: () => Iterable<DialTarget>
  /** False: no gossip at all. Default true. */
  readonly announcements?: boolean
  readonly times?: Partial<NetworkTimes>
  /** Hears of every member that sent what it must not. */
  readonly offended?: (site: SiteId, offence: Offence, what: string) => void
}

export interface Network extends Peers, AsyncDisposable {
  readonly site: SiteId
  /** Addresses this site can be reached at, as far as it knows. */
  addresses(): string[]
  readonly counters: NetworkCounters
  /** The membership has changed: closes connections of sites that are out, dials those that are in. */
  setMembers(members: Iterable<SiteId>): void
  /** Addresses have changed: dial now whoever is not connected. */
  redial(): void
  dialStatus(): unknown
  /** Opens the join host, or gives the open one a new handler; its addresses. Throws PORT_IN_USE. */
  openJoin(handler: JoinHandler): Promise<string[]>
  closeJoin(): Promise<void>
  /** Empty while the join host is closed. */
  joinAddresses(): string[]
}

type Services = { identify: Identify; identifyPush: unknown; ping: Ping; gossip?: GossipSub }

/** Listens and connects. Throws PORT_IN_USE, CONFIG_INVALID. Constructing nothing survives a failed start. */
export async function startNetwork(options: NetworkOptions, serves: Serves, ports: Ports): Promise<Network> {
  const times = { ...NETWORK_TIMES, ...options.times }
  const { log } = ports
  await using scope = new AsyncDisposableStack()
  const key = await privateKeyOf(options.seed)
  const self = siteIdOfKey(key)
  const counters = new Counters(ports)
  const rtts = new Map<SiteId, number>()
  const stop = new AbortController()
  let members = new Set(options.members)
  let dialling: RunningWorker | undefined

  const admits = (site: SiteId): boolean => members.has(site) && !counters.isShunned(site)
  const gate = createGate(
    {
      admits,
      isMemberHost: host => memberHosts(options.addressesOf()).has(host),
      denied: (address, peer) => counters.deny(address, peer?.toString()),
    },
    ports.clock,
  )
  const broken = (peer: PeerId, cause: Error): void => {
    const site = siteIdOf(peer)
    if (site !== undefined) links.misbehaved(site, cause)
  }
  const gossip = options.announcements === false ? {} : { gossip: gossipService(options.mesh) }
  const host = await createMemberHost<Services>(
    { key, listen: options.listen, gate, connections: NETWORK_LIMITS.connections, times, clock: ports.clock, broken },
    { ...MEMBER_SERVICES, ...gossip },
  )

  const links: Links = {
    connectionTo: site => (members.has(site) ? preferredConnection(host, self, peerIdOf(site)) : undefined),
    isMember: site => members.has(site),
    trafficOf: site => counters.trafficOf(site),
    misbehaved(site, cause, offence = 'message') {
      if (counters.isShunned(site)) return // several streams fail at once
      counters.countMisbehaved(site)
      if (members.has(site)) options.offended?.(site, offence, cause.message)
      counters.shun(site, times.shunMs)
      log.warn({ site, err: cause }, 'a peer misbehaved; its connection is closed')
      dropConnections(site, cause)
    },
  }
  const dropConnections = (site: SiteId, cause: Error): void => {
    for (const connection of host.getConnections(peerIdOf(site))) connection.abort(cause)
  }

  watchConnections(
    host,
    self,
    {
      isMember: site => members.has(site),
      connected(site, connection) {
        log.info({ site, address: connection.remoteAddr.toString() }, 'connected')
        serves.connected(site)
        void measure(site)
      },
      disconnected(site) {
        log.info({ site }, 'disconnected')
        rtts.delete(site)
        serves.disconnected(site)
        dialling?.nudge()
      },
      // Gossip's streams may have been on the connection that closed; identifying again makes it open new ones.
      moved: (site, rest) => {
        if (admits(site)) void again(site, rest)
      },
    },
    stop.signal,
  )

  async function measure(site: SiteId): Promise<void> {
    try {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(times.pingMs)])
      rtts.set(site, await host.services.ping.ping(peerIdOf(site), { signal }))
    } catch (error) {
      log.debug({ site, err: error }, 'the first ping got no answer')
    }
  }

  async function again(site: SiteId, connection: Connection): Promise<void> {
    try {
      await host.services.identify.identify(connection)
    } catch (error) {
      log.debug({ site, err: error }, 'could not identify the connection that is left')
    }
  }

  // Registered before the host starts: nobody can connect and find nothing served.
  await serveExchange(host, serves, links, times, log, stop.signal)
  scope.defer(() => host.stop())
  await startHost(host, options.listen)
  const announcer: Announcer =
    host.services.gossip === undefined
      ? silentAnnouncer
      : startAnnouncer(host.services.gossip, {
          mesh: options.mesh,
          serves,
          clock: ports.clock,
          log,
          misbehaved: links.misbehaved,
          rejected(site) {
            counters.countMisbehaved(site)
            if (members.has(site)) options.offended?.(site, 'spam', 'it announced what can not be')
          },
        })

  dialling = scope.use(
    startWorker(
      dialer(
        {
          self,
          times,
          targets: options.addressesOf,
          isConnected: site => links.connectionTo(site) !== undefined,
          admits,
          async dial({ site, addresses }, signal) {
            const targets = dialableAddresses(site, addresses)
            if (targets.length > 0)
              await host.dial(targets, { signal: AbortSignal.any([signal, AbortSignal.timeout(times.dialMs)]) })
          },
        },
        ports,
      ),
      ports,
    ),
  )
  scope.defer(() => stop.abort(new HoldfastError('STOPPED', 'the network is stopping')))

  const listen = options.joinListen ?? options.listen.map(onePortHigher)
  const door = scope.use(createJoinDoor({ key, listen, times, denied: address => counters.deny(address) }, ports))

  const owned = scope.move()
  return {
    ...exchangeClient(links, times, stop.signal),
    site: self,
    counters,
    connected: () => [...members].filter(site => links.connectionTo(site) !== undefined),
    announce: (topic, message) => announcer.publish(topic, message),
    addresses: () => host.getMultiaddrs().map(bareAddress),
    rtt: site => links.connectionTo(site)?.rtt ?? rtts.get(site),
    setMembers(next) {
      members = new Set(next)
      counters.keepOnly(members)
      for (const peer of host.getPeers()) {
        const site = siteIdOf(peer)
        if (site !== undefined && !members.has(site)) dropConnections(site, new Error('no longer a member'))
      }
      dialling?.nudge()
    },
    redial: () => dialling?.nudge(),
    dialStatus: () => dialling?.status(),
    openJoin: door.open,
    closeJoin: door.close,
    joinAddresses: door.addresses,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function onePortHigher(listen: string): string {
  const { kind, host, port } = listenAddress(listen)
  return `/${kind}/${host}/tcp/${port === 0 ? 0 : port + 1}`
}

function memberHosts(targets: Iterable<DialTarget>): Set<string> {
  const hosts = new Set<string>()
  for (const { addresses } of targets) {
    for (const address of addresses) {
      const parsed = parseTcpAddress(address)
      if (parsed !== undefined) hosts.add(parsed.host)
    }
  }
  return hosts
}
