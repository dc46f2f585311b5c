// What all catalogs together say of sites, holdings and proofs, parsed and kept in memory by project; projects and
// snapshots themselves are kept once, in projects.ts. Only an author's own head changes what stands under its name;
// nothing here decides what counts.
import { type CatalogEntry, type Holding, type Proof, parseEntry, type SelfEntry } from '../../../protocol/catalog.ts'
import { parseKey } from '../../../protocol/catalog-key.ts'
import { isError } from '../../../protocol/errors.ts'
import type { ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import { type SeenProof, StatedProofs } from './stated-proofs.ts'

export interface Edit {
  readonly key: Uint8Array
  /** undefined = removed. */
  readonly value: Uint8Array | undefined
}

export type { SeenProof } from './stated-proofs.ts'

/** What is said of one project. */
interface Told {
  readonly holdings: Map<SiteId, Holding>
  readonly proofs: StatedProofs
  /** Snapshot ids as they were first read, so that every list of them names the same strings. */
  readonly ids: Map<SnapshotId, SnapshotId>
  version: number
}

/** So many more ids than the longest list has may be remembered. */
const IDS_KEPT = 4

export class View {
  readonly #selves = new Map<SiteId, SelfEntry>()
  readonly #projects = new Map<ProjectId, Told>()
  readonly #held = new Map<SiteId, Map<ProjectId, Holding>>()
  readonly #authors = new Set<SiteId>()
  readonly #monotonic: () => number
  #selfVersion = 0
  /** Whether the evidence of a failure is about what is stated; what is not is passed over. */
  isFounded: (accuser: SiteId, holder: SiteId, project: ProjectId, proof: Proof) => boolean = () => true

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /**
   * Applies what changed in `author`'s catalog. Entries that can't be read are reported and carried, never guessed;
   * `misplaced` are those among them that stand as snapshot records under ids that are not theirs.
   */
  apply(author: SiteId, edits: Iterable<Edit>): { entries: CatalogEntry[]; unreadable: number; misplaced: number } {
    this.#authors.add(author)
    const entries: CatalogEntry[] = []
    let unreadable = 0
    let misplaced = 0
    for (const edit of edits) {
      try {
        const entry = parseEntry(edit.key, edit.value)
        this.#applyEntry(author, entry)
        entries.push(entry)
      } catch (error) {
        if (!isError(error)) throw error
        unreadable++
        if (isSnapshotKey(edit.key)) misplaced++
      }
    }
    return { entries, unreadable, misplaced }
  }

  #applyEntry(author: SiteId, entry: CatalogEntry): void {
    if (entry.kind === 'self') {
      set(this.#selves, author, entry.value)
      this.#selfVersion++
    } else if (entry.kind === 'holding') {
      const told = this.#told(entry.project)
      const holding = entry.value && { ...entry.value, snapshots: shared(told, entry.value.snapshots) }
      set(told.holdings, author, holding)
      set(getOrAdd(this.#held, author), entry.project, holding)
    } else if (entry.kind === 'proof') {
      const { holder, value } = entry
      if (value?.result === 'failed' && !this.isFounded(author, holder, entry.project, value)) return
      const told = this.#told(entry.project)
      const proof = value && {
        ...value,
        snapshots: shared(told, value.snapshots),
        challengeHash: Uint8Array.from(value.challengeHash), // a view would keep all of the message it came in
        holder,
        challenger: author,
        firstSeen: this.#monotonic(),
      }
      told.proofs.state(holder, author, proof, told.holdings.get(holder)?.generation)
    }
  }

  /** To be changed: raises the project's version. */
  #told(project: ProjectId): Told {
    const told = this.#projects.get(project) ?? {
      holdings: new Map(),
      proofs: new StatedProofs(),
      ids: new Map(),
      version: 0,
    }
    this.#projects.set(project, told)
    told.version++
    return told
  }

  authors(): SiteId[] {
    return [...this.#authors]
  }

  /** Another number whenever something else is said of who holds or proved the project. */
  versionOf(project: ProjectId): number {
    return this.#projects.get(project)?.version ?? 0
  }

  /** Another number whenever a site says something else about itself. */
  get selfVersion(): number {
    return this.#selfVersion
  }

  self(site: SiteId): SelfEntry | undefined {
    return this.#selves.get(site)
  }

  holding(site: SiteId, project: ProjectId): Holding | undefined {
    return this.#projects.get(project)?.holdings.get(site)
  }

  holdings(site: SiteId): ReadonlyMap<ProjectId, Holding> {
    return this.#held.get(site) ?? new Map()
  }

  /** Who says to hold anything of the project. */
  holders(project: ProjectId): { site: SiteId; holding: Holding }[] {
    return [...(this.#projects.get(project)?.holdings ?? [])].map(([site, holding]) => ({ site, holding }))
  }

  proofBy(challenger: SiteId, holder: SiteId, project: ProjectId): SeenProof | undefined {
    return this.#projects.get(project)?.proofs.by(challenger, holder)
  }

  /** What others state of a holder. */
  proofsOf(holder: SiteId, project: ProjectId): SeenProof[] {
    return this.#projects.get(project)?.proofs.of(holder) ?? []
  }

  /** What anybody states of any holder of the project. */
  proofs(project: ProjectId): SeenProof[] {
    return this.#projects.get(project)?.proofs.all() ?? []
  }

  /** Only proofs that are made from now on count for this holder: it has shown that it lacks what it claims. */
  doubt(holder: SiteId, project: ProjectId): void {
    this.#told(project).proofs.doubt(holder, this.#monotonic())
  }

  /** This site has found the answer right that a failure was stated upon: whoever states it is passed over. */
  refute(project: ProjectId, challengeHash: Uint8Array): void {
    this.#told(project).proofs.refute(challengeHash)
  }
}

function shared({ ids }: Told, snapshots: readonly SnapshotId[]): SnapshotId[] {
  if (ids.size > IDS_KEPT * snapshots.length + IDS_KEPT) ids.clear()
  return snapshots.map(id => {
    const known = ids.get(id)
    if (known === undefined) ids.set(id, id)
    return known ?? id
  })
}

// A key that this version can't read may be a newer one's.
function isSnapshotKey(key: Uint8Array): boolean {
  try {
    return parseKey(key).kind === 'snapshot'
  } catch (error) {
    if (!isError(error)) throw error
    return false
  }
}

function getOrAdd<K, A, B>(map: Map<K, Map<A, B>>, key: K): Map<A, B> {
  const found = map.get(key) ?? new Map<A, B>()
  map.set(key, found)
  return found
}

function set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
