// Which chunk a plaintext was sealed to: forgotten with the chunk, and no loss but to deduplication (§ Store, Index).
import { scheduler } from 'node:timers/promises'
import { bytesOf, type Cid, idOf, type Pid } from '../../protocol/ids.ts'
import { openValue, sealValue } from './checked-value.ts'
import { levelRead, levelWrite } from './level-error.ts'
import type { LevelIndex } from './level-index.ts'
import { KIND, keyOf, type Place, type RecordKey } from './pack-record.ts'
import { RAW, reopened } from './sublevel.ts'

const SLICE = 256

export class Pids {
  readonly #level

  constructor(index: LevelIndex) {
    this.#level = reopened(index.db, index.db.sublevel<Buffer, Buffer>('pids', RAW))
  }

  async put(pairs: readonly (readonly [Pid, Cid])[]): Promise<void> {
    const operations = pairs.map(([pid, cid]) => {
      const key = Buffer.from(pid, 'hex')
      return { type: 'put' as const, key, value: sealValue(key, bytesOf(cid)) }
    })
    await levelWrite(this.#level.batch(operations))
  }

  /** As they were put; whether the chunks are still here is another question. */
  async load(pids: readonly Pid[]): Promise<(Cid | undefined)[]> {
    const keys = pids.map(pid => Buffer.from(pid, 'hex'))
    return (await levelRead(this.#level.getMany(keys))).map((value, i) => cidIn(keys[i]!, value))
  }

  /** Removes those whose chunks are no longer here. */
  async forgetGone(
    find: (keys: readonly RecordKey[]) => Promise<(Place | undefined)[]>,
    pace: ((bytes: number) => Promise<void>) | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    await using iterator = this.#level.iterator()
    for (let some = await iterator.nextv(SLICE); some.length > 0; some = await iterator.nextv(SLICE)) {
      signal.throwIfAborted()
      const cids = some.map(([key, value]) => cidIn(key, value))
      const known = cids.flatMap(cid => cid ?? [])
      const places = await find(known.map(cid => keyOf(KIND.chunk, cid)))
      const here = new Set(known.filter((_, i) => places[i]))
      const stale = some.filter((_, i) => cids[i] === undefined || !here.has(cids[i]))
      await levelWrite(this.#level.batch(stale.map(([key]) => ({ type: 'del' as const, key }))))
      await scheduler.yield()
      await pace?.(0)
    }
  }
}

function cidIn(key: Buffer, stored: Buffer | undefined): Cid | undefined {
  const value = openValue(key, stored)
  return value && idOf('Cid', value)
}
