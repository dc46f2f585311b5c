// What an operator must know when the store takes no more: how much there is to store, and where room can be made.
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatBytes } from '../../protocol/units.ts'
import type { NodeContext } from '../context.ts'

/** The store's DISK_FULL, told for a snapshot. `fresh`: bytes of the folder that had to be read, if known. */
export function outOfRoom(context: NodeContext, cause: HoldfastError, fresh: number | undefined): HoldfastError {
  const missing = fresh ? `, and the folder has ${formatBytes(fresh)} that are new` : ''
  return new HoldfastError('DISK_FULL', `${cause.message}${missing}`, {
    cause,
    hint: `${makeRoom(context)}, then take the snapshot again: it goes on from here`,
  })
}

/** What gives this site's store more room. */
export function makeRoom({ home, config }: NodeContext): string {
  const { path, capacity } = config.store
  if (capacity === undefined) return `make room on the disk of ${path}`
  return `make room on the disk of ${path}, or raise store.capacity in ${join(home, 'config.toml')} and start anew`
}
