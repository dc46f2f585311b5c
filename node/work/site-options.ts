// What a site is given: keys, a store, what it says of itself, and a way to reach its peers.
import type { SelfEntry } from '../../protocol/catalog.ts'
import type { MeshId, NodeHash } from '../../protocol/ids.ts'
import type { SealingKey, SigningKey } from '../../protocol/keys.ts'
import type { Ring } from '../../protocol/ring.ts'
import type { CollectStore } from './collect/collect.ts'
import type { ChunkStore } from './custody/custody.ts'
import type { SurplusTimes } from './drop/drop.ts'
import type { KnownStore } from './known.ts'
import type { NodeCache } from './mesh/map-cache.ts'
import type { Peers, Serves } from './peers.ts'
import type { ScrubStore } from './scrub.ts'
import type { Site } from './site.ts'

export interface SiteStore extends ChunkStore, KnownStore, Omit<ScrubStore, 'stats'>, Omit<CollectStore, 'stats'> {
  stats(): ReturnType<ScrubStore['stats']> & ReturnType<CollectStore['stats']>
  quarantineNode(hash: NodeHash, why: string): Promise<void>
  cache(name: string): NodeCache
}

export interface SiteOptions {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly sealing: SealingKey
  /** Rings this site holds keys of beside those granted to it in the membership. */
  readonly rings: readonly Ring[]
  /** Makes rings durable beside the store; left out, those granted are taken from the membership at each start. */
  readonly keepRings?: (rings: readonly Ring[]) => Promise<void>
  readonly store: SiteStore
  readonly software: string
  /** What the self entry says, asked whenever it may have changed. */
  readonly self: () => SelfEntry
  /** Bytes this site still takes from others (§ Room); left out = no bound. */
  readonly spare?: () => number
  /** The disk that failed under the store, for people; left out or undefined: none (§ Store, Sick). */
  readonly sick?: () => string | undefined
  /** Awaited by what can wait, such as scrub: resolves when nothing on this machine needs the disk more. */
  readonly giveWay?: (signal: AbortSignal) => Promise<void>
  /** How long a copy too many stands, and its bytes after it was dropped; a day each unless said. */
  readonly surplus?: SurplusTimes
  /** Called once with what the site answers; gives the way to its peers. */
  readonly connect: (serves: Serves, site: Site) => Promise<Peers & AsyncDisposable>
}
