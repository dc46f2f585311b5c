// What the sites have stated of each other's copies of one project. A statement outlives its withdrawal: what once passed
// goes on counting until its age ends, whatever its author says later, so that nobody zeroes an honest copy by changing
// its mind; only a confirmed failure, or a doubt of this observer's own, ends it sooner (§ Copies).
import type { Proof } from '../../../protocol/catalog.ts'
import type { SiteId } from '../../../protocol/ids.ts'

export interface SeenProof extends Proof {
  readonly holder: SiteId
  readonly challenger: SiteId
  /** This observer's monotonic ms when the proof first stood in a catalog it read. */
  readonly firstSeen: number
}

/** Of one challenger about one holder. */
interface Stated {
  /** As its catalog says now. */
  readonly latest: SeenProof | undefined
  /** A pass it stated before, which the latest does not cover. */
  readonly standing: SeenProof | undefined
}

/** By how much two clocks may differ between two statements of one author. */
const DRIFT_MS = 5 * 60_000
/** More are gone through for those that still matter. */
const REFUTED_KEPT = 64

export class StatedProofs {
  readonly #byHolder = new Map<SiteId, Map<SiteId, Stated>>()
  /** Monotonic ms of a doubt: no pass seen before it counts. */
  readonly #doubts = new Map<SiteId, number>()
  /** Hex hashes of challenges whose answers this observer found to be right. */
  readonly #refuted = new Set<string>()

  /** `generation`: of the holding as it is now. */
  state(holder: SiteId, challenger: SiteId, proof: SeenProof | undefined, generation: number | undefined): void {
    const byChallenger = this.#byHolder.get(holder) ?? new Map<SiteId, Stated>()
    this.#byHolder.set(holder, byChallenger)
    const before = byChallenger.get(challenger)
    const passes = [before?.latest, before?.standing].filter(
      known => known?.result === 'passed' && !(proof && covers(proof, known)),
    )
    const rank = (known: SeenProof): number => (known.generation === generation ? 1 : 0)
    const standing = passes.sort(
      (a, b) => rank(b!) - rank(a!) || b!.snapshots.length - a!.snapshots.length || b!.time - a!.time,
    )[0]
    if (proof === undefined && standing === undefined) byChallenger.delete(challenger)
    else byChallenger.set(challenger, { latest: proof, standing })
  }

  /** From `at` on only proofs made afterwards count for this holder. */
  doubt(holder: SiteId, at: number): void {
    this.#doubts.set(holder, at)
  }

  refute(challengeHash: Uint8Array): void {
    this.#refuted.add(hex(challengeHash))
    if (this.#refuted.size <= REFUTED_KEPT) return
    // What nobody states any more needs no refutation; stated again, it is judged again.
    const stated = new Set<string>()
    for (const byChallenger of this.#byHolder.values())
      for (const { latest } of byChallenger.values()) if (latest) stated.add(hex(latest.challengeHash))
    for (const known of this.#refuted) if (!stated.has(known)) this.#refuted.delete(known)
  }

  /** As its author's catalog says now. */
  by(challenger: SiteId, holder: SiteId): SeenProof | undefined {
    return this.#byHolder.get(holder)?.get(challenger)?.latest
  }

  /** All that stand, of one holder. */
  of(holder: SiteId): SeenProof[] {
    const doubted = this.#doubts.get(holder) ?? Number.NEGATIVE_INFINITY
    return [...(this.#byHolder.get(holder)?.values() ?? [])]
      .flatMap(({ latest, standing }) => [latest ?? [], standing ?? []].flat())
      .filter(proof => (proof.result === 'passed' ? proof.firstSeen > doubted : !this.#isRefuted(proof)))
  }

  all(): SeenProof[] {
    return [...this.#byHolder.keys()].flatMap(holder => this.of(holder))
  }

  #isRefuted({ challengeHash }: SeenProof): boolean {
    return this.#refuted.size > 0 && this.#refuted.has(hex(challengeHash))
  }
}

// A later pass of the same state of the copy, over at least the same snapshots, stands for the earlier one; but not one
// that is dated ahead, which would be unknown where the earlier one counts.
function covers(later: SeenProof, earlier: SeenProof): boolean {
  return (
    later.result === 'passed' &&
    later.generation === earlier.generation &&
    later.time >= earlier.time &&
    later.time - earlier.time <= later.firstSeen - earlier.firstSeen + DRIFT_MS &&
    earlier.snapshots.every(snapshot => later.snapshots.includes(snapshot))
  )
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
