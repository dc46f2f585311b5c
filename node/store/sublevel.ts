// Named parts of the index database, keys and values raw, that open again whenever the database does: LevelDB that once could
// not write what it has in memory refuses everything until then.
import type { Level } from 'level'

/** For `db.sublevel`. */
export const RAW = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const

export function reopened<Sublevel extends { open(): Promise<void> }>(
  db: Level<Buffer, Buffer>,
  sublevel: Sublevel,
): Sublevel {
  db.on('open', () => {
    // Where this fails, whoever asks hears that it is not open.
    sublevel.open().catch(() => undefined)
  })
  return sublevel
}
