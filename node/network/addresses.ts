// Addresses of sites as multiaddrs. Only what can be a site is ever dialled: a host, a TCP port, its own PeerId. A
// member can't make others connect to a Unix socket or to somewhere else's identity.
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { HoldfastError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import { peerIdOf } from './peer-id.ts'
import { NETWORK_LIMITS } from './settings.ts'

const HOSTS = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6'])

export interface TcpAddress {
  readonly kind: string // ip4, ip6, dns, dns4, dns6
  readonly host: string
  readonly port: number
}

/** Reads `/<host kind>/<host>/tcp/<port>`, with or without `/p2p/<id>`; undefined for anything else. */
export function parseTcpAddress(text: string): (TcpAddress & { readonly peer: string | undefined }) | undefined {
  let components: ReturnType<Multiaddr['getComponents']>
  try {
    components = multiaddr(text).getComponents()
  } catch {
    return undefined // not a multiaddr at all
  }
  const [host, tcp, p2p, ...more] = components
  if (host?.value === undefined || !HOSTS.has(host.name) || tcp?.name !== 'tcp' || more.length > 0) return undefined
  if (p2p !== undefined && p2p.name !== 'p2p') return undefined
  return { kind: host.name, host: host.value, port: Number(tcp.value), peer: p2p?.value }
}

/** What to dial for a site: its usable addresses with its PeerId on them, which Noise then checks. */
export function dialableAddresses(site: SiteId, addresses: Iterable<string>): Multiaddr[] {
  const peer = peerIdOf(site).toString()
  const usable = new Set<string>()
  for (const address of addresses) {
    const parsed = parseTcpAddress(address)
    if (parsed === undefined || parsed.port === 0 || (parsed.peer ?? peer) !== peer) continue
    usable.add(`/${parsed.kind}/${parsed.host}/tcp/${parsed.port}/p2p/${peer}`)
    if (usable.size === NETWORK_LIMITS.addressesPerSite) break
  }
  return [...usable].map(address => multiaddr(address))
}

/** An address without its `/p2p/…`, as sites publish them. */
export function bareAddress(address: Multiaddr): string {
  return address.toString().replace(/\/p2p\/[^/]+$/, '')
}

/** Checks an address to listen on. Throws CONFIG_INVALID. */
export function listenAddress(text: string): TcpAddress {
  const parsed = parseTcpAddress(text)
  if (parsed?.peer === undefined && (parsed?.kind === 'ip4' || parsed?.kind === 'ip6')) return parsed
  throw new HoldfastError('CONFIG_INVALID', `can't listen on ${text}`, {
    hint: 'use an address like /ip4/0.0.0.0/tcp/4710',
  })
}
