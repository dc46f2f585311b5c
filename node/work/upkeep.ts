// The small jobs that keep a site's own catalog true: writing heads, saying how the site is, mending map nodes.
import { encodeSelf, keys, type SelfEntry } from '../../protocol/catalog.ts'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, idOf, type NodeHash } from '../../protocol/ids.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { Gossip } from './mesh/gossip.ts'
import type { Liveness } from './mesh/liveness.ts'
import type { NodeCache } from './mesh/map-cache.ts'
import type { Members } from './mesh/members.ts'
import type { NodeStore, OwnCatalog } from './mesh/own-catalog.ts'
import type { Peers } from './peers.ts'

const SEEN_EVERY_MS = 10_000
const FIRST_HEAD_WAITS_MS = 5_000

/** Writes a head whenever there is something to say. */
export function catalogWorker(own: OwnCatalog, members: Members, gossip: Gossip, ports: Ports): Worker {
  const waitForPeersUntil = ports.clock.monotonic() + FIRST_HEAD_WAITS_MS
  const asked = () => own.head === undefined || members.sites().length === 1 || gossip.exchanges > 0
  return {
    name: 'catalog',
    idleMs: 30_000,
    status: () => ({ seq: own.head?.seq, incarnation: own.incarnation }),
    step: async signal => {
      // Before the first head of this run, peers may say that they know a newer one of ours.
      while (!asked() && ports.clock.monotonic() < waitForPeersUntil) await ports.clock.wait(100, signal)
      return (await own.flush(signal)) ? 'worked' : 'idle'
    },
  }
}

/** Keeps the self entry true, and remembers who was seen when for the next run. */
export function selfWorker(own: OwnCatalog, liveness: Liveness, cache: NodeCache, self: () => SelfEntry): Worker {
  let said = ''
  return {
    name: 'self',
    idleMs: SEEN_EVERY_MS,
    status: () => ({}),
    step: async () => {
      const value = encodeSelf(self())
      const text = Buffer.from(value).toString('base64')
      if (text !== said) {
        said = text
        await own.edit([{ key: keys.self(), value }])
      }
      await cache.batch(
        liveness.sites().flatMap(id => {
          const seen = liveness.lastSeen(id)
          return seen === undefined ? [] : [{ key: `seen/${id}`, value: Buffer.from(String(Math.round(seen))) }]
        }),
      )
      return 'idle'
    },
  }
}

/** A node of the own map went bad: peers carry this catalog too. */
export function nodeMender(
  own: OwnCatalog,
  peers: Peers,
  store: NodeStore & { quarantineNode(hash: NodeHash, why: string): Promise<void> },
  ports: Ports,
) {
  return async (node: NodeHash, why: string, signal: AbortSignal): Promise<void> => {
    await store.quarantineNode(node, why)
    const request = { author: bytesOf(own.site), root: bytesOf(own.root), nodes: [bytesOf(node)] }
    for (const peer of peers.connected()) {
      try {
        const [bytes] = (await peers.catalog(peer, request, signal)).nodes
        if (bytes === undefined || idOf('NodeHash', hash(bytes)) !== node) continue
        await store.putNodes([{ hash: node, bytes }])
        return
      } catch (error) {
        if (signal.aborted || !isError(error)) throw error
        ports.log.warn({ err: error, node }, 'a peer could not give a map node back')
      }
    }
  }
}
