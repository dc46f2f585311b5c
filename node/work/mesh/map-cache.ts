// Nodes of other sites' catalogs. All sites list the same snapshots, so most of their maps is the same nodes: each is kept
// once, whoever's map it stands in. Everything here can be fetched again.
import { HoldfastError } from '../../../protocol/errors.ts'
import type { NodeHash } from '../../../protocol/ids.ts'
import { reachable } from '../../../protocol/merkle-map.ts'

export interface NodeCache {
  get(key: string): Promise<Uint8Array | undefined>
  batch(edits: readonly { readonly key: string; readonly value: Uint8Array | undefined }[]): Promise<void>
  entries(prefix: string): AsyncIterable<[string, Uint8Array]>
}

const PREFIX = 'map/'
/** Where an earlier version kept them, site by site. */
const FORMER_PREFIX = 'node/'
const DELETED_AT_ONCE = 1000

export class MapCache {
  readonly #cache: NodeCache

  constructor(cache: NodeCache) {
    this.#cache = cache
  }

  get(hash: NodeHash): Promise<Uint8Array | undefined> {
    return this.#cache.get(PREFIX + hash)
  }

  /** Throws NODE_GONE. */
  readonly load = async (hash: NodeHash): Promise<Uint8Array> => {
    const bytes = await this.get(hash)
    if (bytes === undefined) throw new HoldfastError('NODE_GONE', `map node ${hash} is not here`)
    return bytes
  }

  async keep(nodes: ReadonlyMap<NodeHash, Uint8Array>): Promise<void> {
    await this.#cache.batch([...nodes].map(([hash, value]) => ({ key: PREFIX + hash, value })))
  }

  /** Deletes what no map of `roots` needs. Nothing may be kept meanwhile. */
  async sweep(roots: Iterable<NodeHash>): Promise<void> {
    const live = new Set<NodeHash>()
    for (const root of roots)
      for await (const hash of reachable(root, this.load, known => live.has(known))) live.add(hash)
    await this.#delete(PREFIX, key => !live.has(key.slice(PREFIX.length) as NodeHash))
  }

  /** Deletes what an earlier version left. */
  async clearFormer(): Promise<void> {
    await this.#delete(FORMER_PREFIX, () => true)
  }

  async #delete(prefix: string, isDead: (key: string) => boolean): Promise<void> {
    let dead: { key: string; value: undefined }[] = []
    for await (const [key] of this.#cache.entries(prefix)) {
      if (isDead(key)) dead.push({ key, value: undefined })
      if (dead.length < DELETED_AT_ONCE) continue
      await this.#cache.batch(dead)
      dead = []
    }
    await this.#cache.batch(dead)
  }
}
