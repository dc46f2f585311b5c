// A store that says what it has promised: each call that resolves is told to the recorder before its caller hears of it.
import type { Journal, Store } from '../../node/store/store.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { RecordedDisk } from './recorded-disk.ts'

export function toldStore(store: Store, { tell }: Pick<RecordedDisk, 'tell'>): Store {
  /** How often each chunk has been put: a put that began while it was taken out of service brings it back. */
  const puts = new Map<Cid, number>()
  const changed: Partial<Store> = {
    async putChunks(chunks) {
      for (const { cid } of chunks) puts.set(cid, (puts.get(cid) ?? 0) + 1)
      // What was taken out of service may be back before this resolves.
      tell(promised => {
        for (const { cid } of chunks) promised.gone.delete(cid)
      })
      await store.putChunks(chunks)
      tell(promised => promised.stored(chunks.map(({ cid }) => cid)))
    },
    async putNodes(nodes) {
      await store.putNodes(nodes)
      tell(promised => {
        for (const { hash } of nodes) promised.nodes.add(hash)
      })
    },
    async quarantine(cid: Cid, why) {
      const before = puts.get(cid)
      tell(promised => promised.released([cid]))
      await store.quarantine(cid, why)
      if (puts.get(cid) === before) tell(promised => promised.withdrawn(cid))
    },
    journal: toldJournal(store.journal, tell),
  }
  return new Proxy(store, {
    get: (target, name: keyof Store) => {
      const value = changed[name] ?? target[name]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function toldJournal(journal: Journal, tell: RecordedDisk['tell']): Journal {
  const hex = (entries: readonly Uint8Array[]): string[] => entries.map(entry => Buffer.from(entry).toString('hex'))
  return {
    async append(entries) {
      await journal.append(entries)
      tell(promised => promised.entries.push(...hex(entries)))
    },
    async compact(entries) {
      const compacted = hex(entries)
      // Until it is done the old ones may be there or the new ones: those that are both certainly are.
      tell(promised => {
        const both = new Set(compacted)
        promised.entries = promised.entries.filter(entry => both.has(entry))
      })
      await journal.compact(entries)
      tell(promised => {
        promised.entries = [...new Set([...compacted, ...promised.entries])]
      })
    },
    replay: () => journal.replay(),
    get bytes() {
      return journal.bytes
    },
  }
}
