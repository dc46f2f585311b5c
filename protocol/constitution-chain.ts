// Which constitution is in force (§ Membership, Constitution): a function of the set of records, whatever their order.
import type { Constitution, SignedConstitution } from './constitution.ts'
import type { MeshId, SiteId } from './ids.ts'

export interface ConstitutionChain {
  readonly inForce: Constitution // while frozen: the newest that all branches share
  readonly tips: readonly Constitution[] // more than one: a fork
  readonly frozenSince: number | undefined // ms: what is dated from here on doesn't count
  readonly valid: ReadonlyMap<string, Constitution> // the records that stand, by their hashes
  readonly ownersEver: ReadonlySet<SiteId>
  readonly ownersOfTips: ReadonlySet<SiteId>
}

/** Undefined while the genesis, signed by its owners, is not among the records. */
export function chainConstitutions(
  mesh: MeshId,
  records: readonly SignedConstitution[],
): ConstitutionChain | undefined {
  const valid = standing(mesh, records)
  if (!valid.has(mesh)) return undefined
  const superseded = new Set([...valid.values()].flatMap(constitution => constitution.prev))
  const tips = [...valid.values()].filter(({ hash }) => !superseded.has(hash)).sort(byHash)
  const ancestries = tips.map(tip => ancestry(tip, valid))
  const shared = [...valid.values()].filter(({ hash }) => ancestries.every(ancestors => ancestors.has(hash)))
  const inForce = shared.reduce((a, b) => (b.number > a.number || (b.number === a.number && b.hash < a.hash) ? b : a))
  const branches = [...valid.values()].filter(constitution => !shared.includes(constitution))
  return {
    inForce,
    tips,
    frozenSince: tips.length > 1 ? Math.min(...branches.map(({ time }) => time)) : undefined,
    valid,
    ownersEver: new Set([...valid.values()].flatMap(({ owners }) => owners)),
    ownersOfTips: new Set(tips.flatMap(({ owners }) => owners)),
  }
}

/** Why a record does not stand, in words that go on after "constitution 7". */
export function whyNotStanding(chain: ConstitutionChain, { constitution, signers }: SignedConstitution): string {
  const { number, prev } = constitution
  const known = prev.flatMap(hash => chain.valid.get(hash) ?? [])
  const next = 1 + Math.max(...known.map(one => one.number))
  const { inForce } = chain
  if (known.length < prev.length || known.length === 0) {
    if (number > inForce.number + 1) return `skips what is between it and ${inForce.number}, which is in force`
    return 'follows one that is not known here'
  }
  if (number !== next) return `gives itself a number that is not its own: it would be ${next}`
  const stale = number <= inForce.number ? `is older than ${inForce.number}, which is in force, and ` : ''
  const short = [...known, constitution].find(rule => !isSignedUnder(rule, signers))
  return `${stale}is not signed by ${short?.threshold ?? 'enough'} of the owners of ${short?.number ?? number}`
}

// Signatures of one body add up over the statements that carry it, so owners may sign one after the other.
function standing(mesh: MeshId, records: readonly SignedConstitution[]): Map<string, Constitution> {
  const byBody = Map.groupBy(records, ({ constitution }) => constitution.hash)
  const signed = [...byBody.values()].map(same => ({
    constitution: same[0]!.constitution,
    signers: new Set(same.flatMap(({ signers }) => [...signers])),
  }))
  signed.sort((a, b) => a.constitution.number - b.constitution.number)
  const valid = new Map<string, Constitution>()
  for (const { constitution, signers } of signed) {
    const prev = constitution.prev.map(hash => valid.get(hash))
    if (prev.some(one => one === undefined)) continue
    const known = prev.filter(one => one !== undefined)
    const isNext =
      constitution.number === 1
        ? constitution.hash === mesh
        : constitution.number === 1 + Math.max(...known.map(({ number }) => number))
    if (isNext && [...known, constitution].every(rule => isSignedUnder(rule, signers)))
      valid.set(constitution.hash, constitution)
  }
  return valid
}

function isSignedUnder({ owners, threshold }: Constitution, signers: ReadonlySet<SiteId>): boolean {
  return owners.filter(owner => signers.has(owner)).length >= threshold
}

function ancestry(tip: Constitution, valid: ReadonlyMap<string, Constitution>): Set<string> {
  const ancestors = new Set<string>()
  const open = [tip]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (ancestors.has(next.hash)) continue
    ancestors.add(next.hash)
    for (const hash of next.prev) open.push(valid.get(hash)!)
  }
  return ancestors
}
function byHash(a: Constitution, b: Constitution): number {
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0
}
