// LevelDB's errors in the words of the store.
import { HoldfastError } from '../../protocol/errors.ts'
import { errnoOf } from './disk.ts'

/** Awaits a read. Throws STOPPED after closing, else STORE_DAMAGED: the next start rebuilds the index. */
export async function levelRead<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (cause) {
    throw closedError(cause) ?? new HoldfastError('STORE_DAMAGED', 'the index of the store can not be read', { cause })
  }
}

/** Awaits a write. Throws STOPPED after closing, else DISK_FULL: nothing more may be put until it works. */
export async function levelWrite<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (cause) {
    throw (
      closedError(cause) ?? new HoldfastError('DISK_FULL', 'the index of the store takes no more entries', { cause })
    )
  }
}

function closedError(cause: unknown): HoldfastError | undefined {
  if (errnoOf(cause) !== 'LEVEL_DATABASE_NOT_OPEN') return undefined
  return new HoldfastError('STOPPED', 'the store is closed', { cause })
}
