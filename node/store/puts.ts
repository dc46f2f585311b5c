// Puts on their way to the disk: a record that is in service is not written again, and whoever puts one that is being
// written waits for that (§ Store, Order of writing).
import { HoldfastError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { InService } from './in-service.ts'
import type { Live } from './live.ts'
import { hashOf, KIND, kindOf, type RecordKey } from './pack-record.ts'
import type { PackWriter } from './pack-writer.ts'

export type Named = { readonly key: RecordKey; readonly bytes: Uint8Array }
type Fresh = Named & { readonly done: PromiseWithResolvers<void> }

interface Options {
  readonly writer: PackWriter
  readonly inService: InService
  readonly live: Live
}

export class Puts {
  readonly #options: Options
  readonly #pending = new Map<RecordKey, Promise<void>>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Resolves when a put of this record that is under way has ended, in whatever way. */
  async settled(key: RecordKey): Promise<void> {
    await this.#pending.get(key)?.catch(() => undefined) // its own caller hears of that
  }

  /** Durable on resolve. Throws CHUNK_TOO_LARGE, DISK_FULL, DISK_SICK. */
  async put(records: readonly Named[]): Promise<void> {
    const waiting = new Set<Promise<void>>()
    const fresh: Fresh[] = []
    for (const { key, bytes } of records) {
      if (bytes.byteLength > LIMITS.chunk) {
        throw new HoldfastError('CHUNK_TOO_LARGE', `${hashOf(key)} has ${bytes.byteLength} bytes`)
      }
    }
    for (const { key, bytes } of records) {
      this.#options.live.touch(key)
      let pending = this.#pending.get(key)
      if (!pending) {
        const done = Promise.withResolvers<void>()
        pending = done.promise
        this.#pending.set(key, pending)
        fresh.push({ key, bytes, done })
      }
      waiting.add(pending)
    }
    void this.#write(fresh)
    const results = await Promise.allSettled(waiting)
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /** Settles every `done`; never rejects itself. */
  async #write(fresh: readonly Fresh[]): Promise<void> {
    const { writer, inService } = this.#options
    try {
      // Until `done` nobody else writes this key, but for a withdrawal of what the index has of it.
      const found = await inService.look(fresh.map(({ key }) => key))
      await Promise.all(
        fresh.map(async ({ key, bytes, done }, i) => {
          try {
            const bounded = kindOf(key) === KIND.chunk
            const { place, isIndexed } = found[i]!
            if (!place) await writer.append({ key, bytes, bounded, isNew: !isIndexed })
            done.resolve()
          } catch (error) {
            done.reject(error)
          } finally {
            this.#pending.delete(key)
          }
        }),
      )
    } catch (error) {
      for (const { key, done } of fresh) {
        this.#pending.delete(key)
        done.reject(error)
      }
    }
  }
}
