// What all catalogs together say, parsed and kept in memory, author by author. Only an author's own head changes what
// stands under its name; nothing here decides what counts.
import {
  type CatalogEntry,
  type Holding,
  type ProjectEntry,
  type Proof,
  parseEntry,
  type SelfEntry,
} from '../../../protocol/catalog.ts'
import type { ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'

export interface Edit {
  readonly key: Uint8Array
  /** undefined = removed. */
  readonly value: Uint8Array | undefined
}

export interface SeenProof extends Proof {
  readonly challenger: SiteId
  /** This observer's monotonic ms when the proof first stood in a catalog it read. */
  readonly firstSeen: number
}

interface Authored {
  self: SelfEntry | undefined
  readonly projects: Map<ProjectId, ProjectEntry>
  readonly snapshots: Map<SnapshotId, { project: ProjectId; signed: pb.Signed }>
  readonly holdings: Map<ProjectId, Holding>
  /** By holder, then project. */
  readonly proofs: Map<SiteId, Map<ProjectId, SeenProof>>
}

export class View {
  readonly #authors = new Map<SiteId, Authored>()
  readonly #monotonic: () => number

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** Applies what changed in `author`'s catalog. Entries that can't be read are reported and carried, never guessed. */
  apply(author: SiteId, edits: Iterable<Edit>): { entries: CatalogEntry[]; unreadable: number } {
    const authored = this.#author(author)
    const entries: CatalogEntry[] = []
    let unreadable = 0
    for (const edit of edits) {
      try {
        const entry = parseEntry(edit.key, edit.value)
        this.#applyEntry(author, authored, entry)
        entries.push(entry)
      } catch {
        unreadable++
      }
    }
    return { entries, unreadable }
  }

  #applyEntry(author: SiteId, authored: Authored, entry: CatalogEntry): void {
    switch (entry.kind) {
      case 'self':
        authored.self = entry.value
        return
      case 'project':
        set(authored.projects, entry.project, entry.value)
        return
      case 'holding':
        set(authored.holdings, entry.project, entry.value)
        return
      case 'proof': {
        const byProject = authored.proofs.get(entry.holder) ?? new Map<ProjectId, SeenProof>()
        authored.proofs.set(entry.holder, byProject)
        set(
          byProject,
          entry.project,
          entry.value && { ...entry.value, challenger: author, firstSeen: this.#monotonic() },
        )
        return
      }
      case 'snapshot':
        set(authored.snapshots, entry.snapshot, entry.value && { project: entry.project, signed: entry.value })
        return
      default:
    }
  }

  #author(site: SiteId): Authored {
    let authored = this.#authors.get(site)
    if (authored === undefined) {
      authored = { self: undefined, projects: new Map(), snapshots: new Map(), holdings: new Map(), proofs: new Map() }
      this.#authors.set(site, authored)
    }
    return authored
  }

  forget(author: SiteId): void {
    this.#authors.delete(author)
  }

  authors(): SiteId[] {
    return [...this.#authors.keys()]
  }

  self(site: SiteId): SelfEntry | undefined {
    return this.#authors.get(site)?.self
  }

  holding(site: SiteId, project: ProjectId): Holding | undefined {
    return this.#authors.get(site)?.holdings.get(project)
  }

  holdings(site: SiteId): ReadonlyMap<ProjectId, Holding> {
    return this.#authors.get(site)?.holdings ?? new Map()
  }

  /** Who says to hold anything of the project. */
  holders(project: ProjectId): { site: SiteId; holding: Holding }[] {
    const holders: { site: SiteId; holding: Holding }[] = []
    for (const [site, { holdings }] of this.#authors) {
      const holding = holdings.get(project)
      if (holding) holders.push({ site, holding })
    }
    return holders
  }

  proofBy(challenger: SiteId, holder: SiteId, project: ProjectId): SeenProof | undefined {
    return this.#authors.get(challenger)?.proofs.get(holder)?.get(project)
  }

  /** What others state of a holder. */
  proofsOf(holder: SiteId, project: ProjectId): SeenProof[] {
    const proofs: SeenProof[] = []
    for (const { proofs: byHolder } of this.#authors.values()) {
      const proof = byHolder.get(holder)?.get(project)
      if (proof) proofs.push(proof)
    }
    return proofs
  }

  *snapshotRecords(author: SiteId): Generator<[SnapshotId, { project: ProjectId; signed: pb.Signed }]> {
    yield* this.#authors.get(author)?.snapshots ?? []
  }

  /** Every revision of every project that any catalog carries. */
  *projectEntries(): Generator<ProjectEntry> {
    for (const { projects } of this.#authors.values()) yield* projects.values()
  }
}

function set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
