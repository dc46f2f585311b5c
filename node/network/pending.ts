// Connections that have not said who they are yet. Few in all, and few and not too many a second from one host, members'
// hosts aside; and when the room is full it is the oldest of whoever holds most of it that goes, not who comes: an honest
// handshake is over long before it is the oldest (§ Wire, gate).
import { isIPv6 } from 'node:net'
import type { MultiaddrConnection } from '@libp2p/interface'
import type { Clock } from '../ports.ts'
import { createRate } from './rate.ts'
import { NETWORK_LIMITS } from './settings.ts'

export interface PendingConnections {
  /** Counts the connection in, or says that it must be turned away. `isExempt`: its host is a member's. */
  admits(connection: MultiaddrConnection, isExempt: boolean): boolean
  /** It has said who it is. Closed connections leave by themselves. */
  remove(connection: MultiaddrConnection): void
  readonly size: number
}

interface Waiting {
  readonly host: string
  readonly isExempt: boolean
}

export function countPending(clock: Pick<Clock, 'monotonic'>): PendingConnections {
  const perSecond = NETWORK_LIMITS.dialsPerSecondPerHost
  const rate = createRate<string>({ perSecond, burst: perSecond }, clock)
  // In the order they came.
  const waiting = new Map<MultiaddrConnection, Waiting>()
  const counts = new Map<string, number>()

  function remove(connection: MultiaddrConnection): void {
    const found = waiting.get(connection)
    if (found === undefined) return
    waiting.delete(connection)
    const left = (counts.get(found.host) ?? 0) - 1
    if (left > 0) counts.set(found.host, left)
    else counts.delete(found.host)
  }

  /** The oldest connection of the host that has most; of members' hosts only where there is no other. */
  function crowdsMost(): MultiaddrConnection | undefined {
    let worst: MultiaddrConnection | undefined
    let most = 0
    for (const [connection, { host, isExempt }] of waiting) {
      const crowd = (counts.get(host) ?? 0) + (isExempt ? 0 : NETWORK_LIMITS.pendingConnections)
      if (crowd > most) [worst, most] = [connection, crowd]
    }
    return worst
  }

  return {
    admits(connection, isExempt) {
      const host = networkOf(hostOf(connection))
      const count = (counts.get(host) ?? 0) + 1
      if (!isExempt && (count > NETWORK_LIMITS.pendingPerHost || !rate.allows(host))) return false
      if (waiting.size >= NETWORK_LIMITS.pendingConnections) {
        const evicted = crowdsMost()
        if (evicted !== undefined) {
          remove(evicted)
          evicted.abort(new Error('too many connections that have not said who they are'))
        }
      }
      waiting.set(connection, { host, isExempt })
      counts.set(host, (counts.get(host) ?? 0) + 1)
      connection.addEventListener('close', () => remove(connection), { once: true })
      return true
    },
    remove,
    get size() {
      return waiting.size
    },
  }
}

export function hostOf(connection: MultiaddrConnection): string {
  return connection.remoteAddr.getComponents()[0]?.value ?? ''
}

/** What one party commonly has of the address space: an IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(host: string): string {
  if (!isIPv6(host) || host.includes('.')) return host
  const [head = '', tail] = host.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':')
    groups.push(...Array.from({ length: 8 - groups.length - after.length }, () => '0'), ...after)
  }
  return `${groups
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
