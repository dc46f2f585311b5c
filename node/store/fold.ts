// What records mean for the index, told once: used when they are written, replayed after a crash and read back for a
// rebuild. Records count in the order they stand in: the later one of a key wins (§ Store, Index).
import type { IndexEdit, LevelIndex } from './level-index.ts'
import { isData, type PackRecord, type Place, type RecordKey, type Withdrawal } from './pack-record.ts'

export type FoldRecord = PackRecord & {
  readonly withdrawal?: Withdrawal | undefined
  /** Packs that are gone, or have to go. */
  readonly removal?: readonly number[] | undefined
  /** Whoever wrote it knows that the index has nothing of its key. */
  readonly isNew?: boolean
}

/**
 * Edits that bring the index from before these records to after them. `replaying` names the pack of records that may
 * have been folded before: what the index says about that pack is then no past of theirs.
 */
export async function foldRecords(
  index: LevelIndex,
  records: readonly FoldRecord[],
  replaying?: number,
): Promise<IndexEdit[]> {
  const data = records.filter(({ kind, withdrawal }) => isData(kind) || withdrawal !== undefined)
  const keys = [...new Set(data.map(record => record.withdrawal?.key ?? record.key))]
  const fresh = new Set(records.filter(({ isNew }) => isNew).map(({ key }) => key))
  const asked = keys.filter(key => !fresh.has(key))
  const stored = asked.length === 0 ? [] : await index.find(asked)
  const now = new Map<RecordKey, Place>()
  const was = new Map<RecordKey, Place>()
  asked.forEach((key, i) => {
    const place = stored[i]
    if (place) was.set(key, place)
    if (place && place.pack !== replaying) now.set(key, place)
  })

  const retiring: IndexEdit[] = []
  for (const { kind, key, withdrawal, removal, pack, offset, length } of records) {
    if (isData(kind)) {
      const before = now.get(key)
      const place = { pack, offset, length }
      if (before && !samePlace(before, place)) {
        const entry = { key, place: before, since: 0, why: 'written again', state: 'superseded' } as const
        retiring.push({ type: 'retire', entry })
      }
      now.set(key, place)
    } else if (removal) {
      for (const gone of removal) retiring.push({ type: 'remove', pack: gone })
    } else if (withdrawal && samePlace(now.get(withdrawal.key), withdrawal.place)) {
      now.delete(withdrawal.key)
      retiring.push({ type: 'retire', entry: { ...withdrawal, state: 'dead' } })
    } else if (withdrawal && !(await index.isRetired(withdrawal))) {
      // Its record is no longer in its pack, but that it was withdrawn stays known.
      retiring.push({ type: 'retire', entry: { ...withdrawal, state: 'lost' } })
    }
  }

  const edits = retiring
  for (const key of keys) {
    const before = was.get(key)
    const after = now.get(key)
    if (after && !samePlace(before, after)) edits.push({ type: 'set', key, place: after, was: before })
    else if (before && !after) edits.push({ type: 'unset', key, was: before })
  }
  return edits
}

export function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a !== undefined && b !== undefined && a.pack === b.pack && a.offset === b.offset
}
