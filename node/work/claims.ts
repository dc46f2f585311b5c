// What a peer says it holds, it is not served: a holder that answered its challenges with what it fetches from others
// would hold nothing. An honest site voids its holding before it fetches what it has lost; whoever does not is refused,
// doubted until it is proved anew, and named when it goes on (§ Proof).

import type { Holding } from '../../protocol/catalog.ts'
import { isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId } from '../../protocol/ids.ts'
import type { Offence } from '../../protocol/offence.ts'
import type { Ports } from '../ports.ts'
import { Coverage } from './coverage.ts'
import type { Projects } from './mesh/projects.ts'
import type { View } from './mesh/view.ts'
import type { ChunksWanted } from './peers.ts'

interface Options {
  readonly view: Pick<View, 'holdings' | 'doubt'>
  readonly projects: Pick<Projects, 'snapshot' | 'snapshots'>
  /** Whether this site reads the project's folder now: what it has stored of it is in no snapshot yet. */
  readonly isReading: (project: ProjectId) => boolean
  readonly load: (cid: Cid) => Promise<Uint8Array>
  /** Asks a site for its own newest catalog. */
  readonly follow: (site: SiteId, signal: AbortSignal) => Promise<void>
  /** Whether its newest known head is what the view shows. */
  readonly isCurrent: (site: SiteId) => boolean
  /** Two branches of it are known: what it says it holds may be what its machine held before it was set back. */
  readonly isForked: (site: SiteId) => boolean
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
}
interface Refused {
  readonly generation: number
  readonly at: number
}

/** Who finds that it has lost something has voided its holding by then, whatever it is busy with. */
const NAMED_AFTER_MS = 3 * 60_000

export class Claims {
  readonly #options: Options
  readonly #ports: Ports
  readonly #coverage: Coverage
  /** By site and project: since when it asks for what it claims, at this generation of its holding. */
  readonly #refused = new Map<string, Refused>()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    const snapshot: Projects['snapshot'] = (project, id) => options.projects.snapshot(project, id)
    this.#coverage = new Coverage({ snapshot, load: options.load }, ports)
  }

  /** Of the chunks that `from` asks for, those that it says it holds. */
  async refused(from: SiteId, { project, cids }: ChunksWanted, signal: AbortSignal): Promise<ReadonlySet<Cid>> {
    // Something newer of it is known than what was read: it may be just this claim.
    if (!this.#options.isCurrent(from) && !(await this.#follow(from, signal))) return new Set(cids)
    const seen = await this.#claimed(from, project, cids, signal)
    if (seen.size === 0) return this.#foreign(from, project, cids, signal)
    // It may have voided or withdrawn its holding a moment ago.
    const isNews = await this.#follow(from, signal)
    const claimed = isNews ? await this.#claimed(from, project, cids, signal) : seen
    if (isNews && claimed.size > 0 && !this.#options.isForked(from)) this.#note(from, project, claimed.size)
    return claimed
  }

  async #claimed(from: SiteId, project: ProjectId, cids: readonly Cid[], signal: AbortSignal): Promise<Set<Cid>> {
    const holding = this.#options.view.holdings(from).get(project)
    if (!isClaim(holding)) return new Set()
    const isBelow = await this.#coverage.of(project, holding.snapshots, signal)
    return new Set(cids.filter(isBelow))
  }

  // Who claims one project might fetch it under the name of another: for such a site a project's name is good for that
  // project's chunks alone. A snapshot that only the other side knows yet is no offence.
  async #foreign(from: SiteId, project: ProjectId, cids: readonly Cid[], signal: AbortSignal): Promise<Set<Cid>> {
    const { view, projects, isReading } = this.#options
    const claimsOthers = [...view.holdings(from)].some(([id, holding]) => id !== project && isClaim(holding))
    if (!claimsOthers || isReading(project)) return new Set()
    const known = projects.snapshots(project).map(({ id }) => id)
    const isBelow = await this.#coverage.of(project, known, signal)
    return new Set(cids.filter(cid => !isBelow(cid)))
  }

  async #follow(from: SiteId, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#options.follow(from, signal)
      return true
    } catch (error) {
      if (signal.aborted || !isError(error)) throw error
      return false
    }
  }

  #note(from: SiteId, project: ProjectId, count: number): void {
    const { view, suspect } = this.#options
    const id = `${from}/${project}`
    const now = this.#ports.clock.monotonic()
    const generation = view.holdings(from).get(project)?.generation ?? 0
    const before = this.#refused.get(id)
    const since = before?.generation === generation ? before : { generation, at: now }
    this.#refused.set(id, since)
    view.doubt(from, project)
    this.#ports.log.warn({ site: from, project, chunks: count }, 'a site asks for what it says it holds: refused')
    if (now - since.at >= NAMED_AFTER_MS)
      suspect(from, 'proxy', `asked this site for ${count} chunks that it says it has`)
  }
}

function isClaim(holding: Holding | undefined): holding is Holding {
  return holding !== undefined && !holding.voided && holding.snapshots.length > 0
}
