// A named Cache in one sublevel of the index database.
import type { Level } from 'level'
import { openValue, sealValue } from './checked-value.ts'
import { levelRead, levelWrite } from './level-error.ts'
import type { Cache, CacheEdit } from './store.ts'
import { RAW, reopened } from './sublevel.ts'

export function openLevelCache(db: Level<Buffer, Buffer>, name: string): Cache {
  if (!/^[a-z0-9-]+$/.test(name)) throw new TypeError(`not a cache name: ${name}`)
  const level = reopened(db, db.sublevel<Buffer, Buffer>(`cache-${name}`, RAW))

  const cache: Cache = {
    get: async key => (await cache.getMany([key]))[0],
    async getMany(keys) {
      const raw = keys.map(key => Buffer.from(key))
      const stored = await levelRead(level.getMany(raw))
      return stored.map((value, index) => openValue(raw[index]!, value))
    },
    put: (key, value) => cache.batch([{ key, value }]),
    del: key => cache.batch([{ key, value: undefined }]),
    batch: edits => levelWrite(level.batch(edits.map(operationOf))),
    async *entries(prefix) {
      const from = Buffer.from(prefix)
      for await (const [key, stored] of level.iterator({ gte: from })) {
        if (!key.subarray(0, from.length).equals(from)) return
        const value = openValue(key, stored)
        if (value) yield [key.toString(), value]
      }
    },
    clear: () => levelWrite(level.clear()),
  }
  return cache
}

function operationOf({ key, value }: CacheEdit) {
  const raw = Buffer.from(key)
  return value ? { type: 'put' as const, key: raw, value: sealValue(raw, value) } : { type: 'del' as const, key: raw }
}
