// Who may connect. A stranger is turned away when Noise has shown its key, before the muxer, identify and every
// handler, so that it gets not one application byte; and before that no single host may hold many unauthenticated
// sockets (§ Wire, gate).
import type { ConnectionGater, MultiaddrConnection, PeerId } from '@libp2p/interface'
import type { SiteId } from '../../protocol/ids.ts'
import { siteIdOf } from './peer-id.ts'
import { NETWORK_LIMITS } from './settings.ts'

export interface GateRules {
  /** May this authenticated site connect, or be dialled, now? */
  admits(site: SiteId): boolean
  /** Hosts (IP addresses) that members are known by: no limit of pending connections for them. */
  isMemberHost(host: string): boolean
  /** Called for everyone turned away; `peer` once it is known. */
  denied(address: string, peer: PeerId | undefined): void
}

export function createGate(rules: GateRules): ConnectionGater {
  const pending = countPending()

  const refuses = (peer: PeerId, connection?: MultiaddrConnection): boolean => {
    const site = siteIdOf(peer)
    if (site !== undefined && rules.admits(site)) return false
    rules.denied(connection?.remoteAddr.toString() ?? 'dialled', peer)
    return true
  }

  return {
    denyInboundConnection: connection => {
      const host = hostOf(connection)
      if (pending.add(host, connection) <= NETWORK_LIMITS.pendingPerHost || rules.isMemberHost(host)) return false
      rules.denied(connection.remoteAddr.toString(), undefined)
      return true
    },
    denyInboundEncryptedConnection: (peer, connection) => {
      pending.remove(connection)
      return refuses(peer, connection)
    },
    denyDialPeer: peer => refuses(peer),
    denyOutboundEncryptedConnection: refuses,
  }
}

/** Counts connections by host, from accepted to authenticated or closed. */
export function countPending(): {
  /** How many the host has pending, this one included. */
  add(host: string, connection: MultiaddrConnection): number
  remove(connection: MultiaddrConnection): void
} {
  const counts = new Map<string, number>()
  const hosts = new WeakMap<MultiaddrConnection, string>()

  const remove = (connection: MultiaddrConnection): void => {
    const host = hosts.get(connection)
    if (host === undefined) return
    hosts.delete(connection)
    const left = (counts.get(host) ?? 0) - 1
    if (left > 0) counts.set(host, left)
    else counts.delete(host)
  }
  return {
    add(host, connection) {
      const count = (counts.get(host) ?? 0) + 1
      counts.set(host, count)
      hosts.set(connection, host)
      connection.addEventListener('close', () => remove(connection), { once: true })
      return count
    },
    remove,
  }
}

export function hostOf(connection: MultiaddrConnection): string {
  return connection.remoteAddr.getComponents()[0]?.value ?? ''
}
