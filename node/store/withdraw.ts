// Takes records out of service by a record of its own, so that a rebuilt index knows of it too (§ Store, Withdrawal).
import { hash } from '../../protocol/hash.ts'
import { encodeWithdrawal, KIND, keyOf, type Place, type RecordKey } from './pack-record.ts'
import type { PackWriter } from './pack-writer.ts'

/** Durable on resolve. The capacity does not hold it back. Throws DISK_FULL, DISK_SICK. */
export async function withdraw(
  writer: PackWriter,
  key: RecordKey,
  place: Place,
  why: string,
  since: number,
): Promise<void> {
  const withdrawal = { key, place, since, why }
  const bytes = encodeWithdrawal(withdrawal)
  const own = keyOf(KIND.withdrawal, Buffer.from(hash(bytes)).toString('hex'))
  await writer.append({ key: own, bytes, withdrawal, isNew: false, bounded: false })
}
