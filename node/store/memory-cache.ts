// A cache in memory, for tests and the simulation.
import type { Cache } from './store.ts'

export function memoryCache(map: () => Map<string, Uint8Array>): Cache {
  const cache: Cache = {
    get: async key => map().get(key)?.slice(),
    getMany: async keys => keys.map(key => map().get(key)?.slice()),
    put: (key, value) => cache.batch([{ key, value }]),
    del: key => cache.batch([{ key, value: undefined }]),
    async batch(edits) {
      for (const { key, value } of edits) {
        if (value) map().set(key, Uint8Array.from(value))
        else map().delete(key)
      }
    },
    async *entries(prefix) {
      const keys = [...map().keys()].filter(key => key.startsWith(prefix))
      for (const key of keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
        const value = map().get(key)
        if (value) yield [key, value.slice()]
      }
    },
    clear: async () => map().clear(),
  }
  return cache
}
