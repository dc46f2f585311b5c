// A journal in memory, for tests and the simulation.
import { checkEntries } from './journal-frame.ts'
import type { MemoryMedium } from './memory-store.ts'
import type { Journal } from './store.ts'

export function memoryJournal(medium: () => MemoryMedium): Journal {
  return {
    async append(entries) {
      checkEntries(entries)
      medium().journal.push(...entries.map(entry => Uint8Array.from(entry)))
    },
    async *replay() {
      yield* [...medium().journal]
    },
    async compact(entries) {
      for (const entry of entries) checkEntries([entry])
      medium().journal = entries.map(entry => Uint8Array.from(entry))
    },
    get bytes() {
      return medium().journal.reduce((sum, entry) => sum + entry.byteLength, 0)
    },
  }
}
