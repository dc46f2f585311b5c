// Who may connect. A stranger is turned away when Noise has shown its key, before the muxer, identify and every
// handler, so that it gets not one application byte; and before that no single host may hold many unauthenticated
// sockets (§ Wire, gate).
import type { ConnectionGater, MultiaddrConnection, PeerId } from '@libp2p/interface'
import type { SiteId } from '../../protocol/ids.ts'
import type { Clock } from '../ports.ts'
import { siteIdOf } from './peer-id.ts'
import { countPending, hostOf } from './pending.ts'

export interface GateRules {
  /** May this authenticated site connect, or be dialled, now? */
  admits(site: SiteId): boolean
  /** Hosts (IP addresses) that members are known by: no limit of their own for them. */
  isMemberHost(host: string): boolean
  /** Called for everyone turned away; `peer` once it is known. */
  denied(address: string, peer: PeerId | undefined): void
}

export function createGate(rules: GateRules, clock: Pick<Clock, 'monotonic'>): ConnectionGater {
  const pending = countPending(clock)

  const refuses = (peer: PeerId, connection?: MultiaddrConnection): boolean => {
    const site = siteIdOf(peer)
    if (site !== undefined && rules.admits(site)) return false
    rules.denied(connection?.remoteAddr.toString() ?? 'dialled', peer)
    return true
  }

  return {
    denyInboundConnection: connection => {
      if (pending.admits(connection, rules.isMemberHost(hostOf(connection)))) return false
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
