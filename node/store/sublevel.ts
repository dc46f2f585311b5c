// A named part of the index database, keys and values raw. It opens again whenever the database does: LevelDB that once could not
// write what it has in memory refuses everything until then.
import type { Level } from 'level'

export function openSublevel(db: Level<Buffer, Buffer>, name: string) {
  const sublevel = db.sublevel<Buffer, Buffer>(name, { keyEncoding: 'buffer', valueEncoding: 'buffer' })
  db.on('open', () => {
    // Where this fails, whoever asks hears that it is not open.
    sublevel.open().catch(() => undefined)
  })
  return sublevel
}
