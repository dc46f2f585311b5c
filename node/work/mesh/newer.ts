// Sites that speak a protocol, or write a catalog, of a version this Holdfast doesn't know: what they hold is unknown here until
// one of the two is upgraded, and nobody is accused of it (§ Versions).
import { isError } from '../../../protocol/errors.ts'
import type { SiteId } from '../../../protocol/ids.ts'
import type { Clock } from '../../ports.ts'

const KINDS = { PEER_NEWER: 'protocol', CATALOG_FORMAT: 'catalog' } as const

export type NewerKind = (typeof KINDS)[keyof typeof KINDS]
export interface NewerSite {
  readonly site: SiteId
  readonly kind: NewerKind
  /** Wall time it was first noticed, ms. */
  readonly since: number
  readonly why: string
}

export class NewerSites {
  readonly #clock: Pick<Clock, 'wall'>
  readonly #known = new Map<string, NewerSite>()

  constructor(clock: Pick<Clock, 'wall'>) {
    this.#clock = clock
  }

  all(): NewerSite[] {
    return [...this.#known.values()]
  }

  /** Notes the error if it is one of these. */
  failed(site: SiteId, error: unknown): void {
    if (!isError(error) || !(error.code in KINDS)) return
    const kind = KINDS[error.code as keyof typeof KINDS]
    const key = `${site}/${kind}`
    if (!this.#known.has(key)) this.#known.set(key, { site, kind, since: this.#clock.wall(), why: error.message })
  }

  /** The two understand each other. */
  succeeded(site: SiteId, kind: NewerKind): void {
    if (this.#known.size > 0) this.#known.delete(`${site}/${kind}`)
  }
}
