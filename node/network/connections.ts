// Keeps one connection a peer. Two sites that dial each other at once both end with the one that the smaller site id
// dialled; otherwise the newest wins, for the older may be half-open (§ Wire, connections).
import type { Connection, Libp2p, PeerId } from '@libp2p/interface'
import type { SiteId } from '../../protocol/ids.ts'
import { carriesFrames } from './frames.ts'
import { siteIdOf } from './peer-id.ts'
import { NETWORK_LIMITS } from './settings.ts'

// Two connections opened within this time count as dialled at once.
const AT_ONCE_MS = 5_000
// A connection that is not kept closes when nothing is under way on it, after the shorter and before the longer time.
const RETIRE_MIN_MS = 1_000
const RETIRE_MAX_MS = 60_000
const RETIRE_LOOK_MS = 250

export interface ConnectionEvents {
  isMember(site: SiteId): boolean
  connected(site: SiteId, connection: Connection): void
  disconnected(site: SiteId): void
  /** One of several connections closed: what lived on it must move to `rest`. */
  moved(site: SiteId, rest: Connection): void
}

/** Watches the host until `stop`. */
export function watchConnections(host: Libp2p, self: SiteId, events: ConnectionEvents, stop: AbortSignal): void {
  const told = new Set<SiteId>()
  const retiring = new WeakSet<Connection>()

  // New requests go over the connection that is kept; those already under way on this one may end.
  function retire(connection: Connection): void {
    if (retiring.has(connection)) return
    retiring.add(connection)
    let age = 0
    const timer = setInterval(() => {
      age += RETIRE_LOOK_MS
      if (age < RETIRE_MAX_MS && (age < RETIRE_MIN_MS || carriesFrames(connection))) return
      end()
      connection.close().catch((cause: Error) => connection.abort(cause))
    }, RETIRE_LOOK_MS)
    const end = (): void => {
      clearInterval(timer)
      // The host stops once in a daemon's life: what waited for it would keep every connection there ever was.
      connection.removeEventListener('close', end)
      stop.removeEventListener('abort', end)
    }
    connection.addEventListener('close', end, { once: true })
    stop.addEventListener('abort', end, { once: true })
  }

  // One site can't take the room of the others by connecting again and again.
  function closeExcess(peer: PeerId, kept: Connection | undefined): void {
    const oldestFirst = openConnections(host, peer).sort((a, b) => a.timeline.open - b.timeline.open)
    const excess = oldestFirst.length - NETWORK_LIMITS.connectionsPerSite
    const rest = oldestFirst.filter(one => one !== kept)
    for (const one of rest.slice(0, Math.max(0, excess))) one.abort(new Error('too many connections of one site'))
  }

  host.addEventListener(
    'connection:open',
    ({ detail: opened }) => {
      const site = siteIdOf(opened.remotePeer)
      if (site === undefined || !events.isMember(site)) {
        // Removed from the mesh between the gate and here.
        opened.abort(new Error('not a member'))
        return
      }
      const kept = preferredConnection(host, self, opened.remotePeer)
      for (const other of openConnections(host, opened.remotePeer)) if (other !== kept) retire(other)
      closeExcess(opened.remotePeer, kept)
      if (told.has(site)) return
      told.add(site)
      events.connected(site, opened)
    },
    { signal: stop },
  )
  host.addEventListener(
    'connection:close',
    ({ detail: closed }) => {
      const site = siteIdOf(closed.remotePeer)
      if (site === undefined || !told.has(site)) return
      const [rest] = openConnections(host, closed.remotePeer).filter(connection => connection !== closed)
      if (rest !== undefined) return events.moved(site, rest)
      told.delete(site)
      events.disconnected(site)
    },
    { signal: stop },
  )
}

/** The connection to use for a peer. */
export function preferredConnection(host: Libp2p, self: SiteId, peer: PeerId): Connection | undefined {
  const [newest, ...older] = openConnections(host, peer).sort((a, b) => b.timeline.open - a.timeline.open)
  if (newest === undefined) return undefined
  const atOnce = [newest, ...older].filter(one => newest.timeline.open - one.timeline.open < AT_ONCE_MS)
  const site = siteIdOf(peer)
  return atOnce.find(one => site !== undefined && self < site === (one.direction === 'outbound')) ?? newest
}

function openConnections(host: Libp2p, peer: PeerId): Connection[] {
  return host.getConnections(peer).filter(connection => connection.status === 'open')
}
