// Brings another site's map here, by edits or by walking what differs (§ Catch-up), and tells whose fault it is when that
// fails: whoever gives bytes that are not what was asked for, or the author of a map that is none.
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { hash } from '../../../protocol/hash.ts'
import { bytesOf, idOf, type NodeHash, type SiteId } from '../../../protocol/ids.ts'
import { EMPTY_ROOT } from '../../../protocol/merkle-map.ts'
import { applyEdits, diff } from '../../../protocol/merkle-map-diff.ts'
import { type MapSource, syncMap } from '../../../protocol/merkle-map-sync.ts'
import type { Offence } from '../../../protocol/offence.ts'
import type { Peers } from '../peers.ts'
import type { MapCache } from './map-cache.ts'
import type { Edit } from './view.ts'

interface Options {
  readonly peers: Pick<Peers, 'catalog'>
  readonly maps: MapCache
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
}
/** From the root that is here to the one that its author signed, asking `from`. */
interface Step {
  readonly author: SiteId
  readonly have: NodeHash
  readonly want: NodeHash
  readonly from: SiteId
}

/** An author that says so often of its own newest catalog that it is gone has lost it, or never had it. */
const GONE_TIMES = 3

export class CatalogFetch {
  readonly #options: Options
  /** Roots under which there is no map, of each author the newest. */
  readonly #bad = new Map<SiteId, NodeHash>()
  readonly #gone = new Map<SiteId, { readonly root: NodeHash; readonly times: number }>()

  constructor(options: Options) {
    this.#options = options
  }

  /** What changed. Throws MESSAGE_INVALID, NODE_GONE, and what peers throw. */
  async edits(step: Step, signal: AbortSignal): Promise<Edit[]> {
    const { author, want, from } = step
    if (this.#bad.get(author) === want) throw invalid(`what ${author} signed as its catalog is none`)
    const offered = await this.#byEdits(step, signal)
    if (offered?.isRight) return offered.edits
    try {
      const edits = await this.#byWalking(step, signal)
      // Where the cache had lost something the edits were right.
      if (offered && !isSame(offered.edits, edits)) this.#blame(from, 'gave edits that lead to another catalog')
      return edits
    } catch (error) {
      if (isError(error, 'NODE_GONE') && from === author) this.#countGone(author, want)
      if (isError(error, 'MESSAGE_INVALID')) await this.#judge(step, signal)
      throw error
    }
  }

  async #byEdits(
    { author, have, want, from }: Step,
    signal: AbortSignal,
  ): Promise<{ edits: Edit[]; isRight: boolean } | undefined> {
    if (have === EMPTY_ROOT) return undefined
    const { peers, maps } = this.#options
    let edits: Edit[]
    try {
      const request = { author: bytesOf(author), root: bytesOf(want), haveRoot: bytesOf(have) }
      const answer = await peers.catalog(from, request, signal)
      if (!answer.editsComplete) return undefined
      edits = answer.edits.map(edit => ({
        key: edit.key ?? new Uint8Array(0),
        value: edit.removed ? undefined : (edit.value ?? new Uint8Array(0)),
      }))
    } catch (error) {
      if (isError(error, 'NODE_GONE') || isError(error, 'MESSAGE_INVALID')) return undefined
      throw error
    }
    try {
      const { nodes } = await applyEdits(have, edits, want, maps.load)
      await maps.keep(nodes)
      return { edits, isRight: true }
    } catch (error) {
      if (isError(error, 'NODE_GONE') || isError(error, 'MESSAGE_INVALID')) return { edits, isRight: false }
      throw error
    }
  }

  async #byWalking(step: Step, signal: AbortSignal): Promise<Edit[]> {
    const { maps } = this.#options
    const fetch = this.#fetch(step, signal)
    const keep: MapSource['keep'] = nodes => maps.keep(nodes)
    await syncMap(step.want, { held: hash => maps.get(hash), fetch, keep }, undefined, signal)
    try {
      return await this.#editsBetween(step.have, step.want)
    } catch (error) {
      if (!isError(error, 'NODE_GONE')) throw error
      // The cache lost a node below one it still has, and nobody was asked for it: what is above it counts as held whole.
      await syncMap(step.want, { held: () => undefined, fetch: this.#hereOr(fetch), keep }, undefined, signal)
      return this.#editsBetween(step.have, step.want)
    }
  }

  #fetch({ author, want, from }: Step, signal: AbortSignal): MapSource['fetch'] {
    return async hashes => {
      const request = { author: bytesOf(author), root: bytesOf(want), nodes: hashes.map(bytesOf) }
      let nodes: readonly Uint8Array[]
      try {
        nodes = (await this.#options.peers.catalog(from, request, signal)).nodes
      } catch (cause) {
        // It says that we sent nonsense: that is no word about the map.
        if (!isError(cause, 'MESSAGE_INVALID')) throw cause
        throw new HoldfastError('PEER_BUSY', `${from} does not answer for a catalog`, { cause })
      }
      const isRight =
        nodes.length > 0 &&
        nodes.length <= hashes.length &&
        nodes.every((node, at) => node.byteLength === 0 || idOf('NodeHash', hash(node)) === hashes[at])
      if (isRight) return nodes
      this.#blame(from, 'gave map nodes that were not asked for')
      throw new HoldfastError('PEER_MISBEHAVED', `${from} gave map nodes that were not asked for`)
    }
  }

  /** Takes from the cache what it has, up to the first node that it lost. */
  #hereOr(fetch: MapSource['fetch']): MapSource['fetch'] {
    return async hashes => {
      const here: Uint8Array[] = []
      for (const hash of hashes) {
        const node = await this.#options.maps.get(hash)
        if (node === undefined) break
        here.push(node)
      }
      return here.length > 0 ? here : fetch(hashes)
    }
  }

  async #editsBetween(have: NodeHash, want: NodeHash): Promise<Edit[]> {
    const edits: Edit[] = []
    for await (const { key, after } of diff(have, want, this.#options.maps.load)) edits.push({ key, value: after })
    return edits
  }

  // Something here may have rotted. Walked anew, with nothing that lay here, only the author can be wrong: every node was
  // the one that its root names.
  async #judge(step: Step, signal: AbortSignal): Promise<void> {
    try {
      const keep = (): void => undefined
      await syncMap(step.want, { held: () => undefined, fetch: this.#fetch(step, signal), keep }, undefined, signal)
    } catch (error) {
      if (!isError(error, 'MESSAGE_INVALID')) return
      this.#bad.set(step.author, step.want)
      this.#blame(step.author, `signed a catalog that is none: ${error.message}`)
    }
  }

  #countGone(author: SiteId, root: NodeHash): void {
    const before = this.#gone.get(author)
    const times = before?.root === root ? before.times + 1 : 1
    this.#gone.set(author, { root, times })
    if (times === GONE_TIMES) this.#blame(author, 'lacks nodes of its own newest catalog')
  }

  #blame(site: SiteId, what: string): void {
    this.#options.suspect(site, 'catalog', what)
  }
}

function isSame(a: readonly Edit[], b: readonly Edit[]): boolean {
  const same = (x: Uint8Array | undefined, y: Uint8Array | undefined): boolean =>
    x === undefined || y === undefined ? x === y : Buffer.compare(x, y) === 0
  return a.length === b.length && a.every(({ key, value }, at) => same(key, b[at]!.key) && same(value, b[at]!.value))
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', what)
}
