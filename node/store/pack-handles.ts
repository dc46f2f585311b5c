// Shared read handles of pack files: any number of concurrent reads at given positions, a bounded number of open files.
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'

const MAX_OPEN = 128

interface Entry {
  readonly opening: Promise<FileHandle>
  users: number
  /** No longer among the entries: the last user closes it. */
  dropped: boolean
}

export const packName = (pack: number): string => `${String(pack).padStart(8, '0')}.pack`

export class PackHandles implements AsyncDisposable {
  readonly #folder: string
  /** Least recently used first. */
  readonly #entries = new Map<number, Entry>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** For readers with handles of their own. */
  pathOf(pack: number): string {
    return join(this.#folder, packName(pack))
  }

  /** Up to `length` bytes from `offset` of a pack; fewer where the file ends. Throws what the file system throws. */
  async read(pack: number, offset: number, length: number, into?: Buffer): Promise<Buffer> {
    const entry = this.#take(pack)
    try {
      const file = await entry.opening
      const buffer = into ?? Buffer.allocUnsafeSlow(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return buffer.subarray(0, filled)
    } finally {
      await this.#leave(entry)
      await this.#shrink()
    }
  }

  async size(pack: number): Promise<number> {
    const entry = this.#take(pack)
    try {
      return (await (await entry.opening).stat()).size
    } finally {
      await this.#leave(entry)
    }
  }

  /** Closes the file of a pack that is gone, once nobody reads from it any more. */
  async drop(pack: number): Promise<void> {
    const entry = this.#entries.get(pack)
    if (entry === undefined) return
    this.#entries.delete(pack)
    entry.dropped = true
    if (entry.users === 0) await close(entry)
  }

  async #leave(entry: Entry): Promise<void> {
    entry.users--
    if (entry.dropped && entry.users === 0) await close(entry)
  }

  #take(pack: number): Entry {
    let entry = this.#entries.get(pack)
    if (entry) this.#entries.delete(pack)
    else {
      const opening = open(this.pathOf(pack), 'r')
      opening.catch(() => this.#entries.delete(pack)) // the next reader tries again; this one sees the rejection
      entry = { opening, users: 0, dropped: false }
    }
    this.#entries.set(pack, entry)
    entry.users++
    return entry
  }

  async #shrink(): Promise<void> {
    for (const [pack, entry] of this.#entries) {
      if (this.#entries.size <= MAX_OPEN) return
      if (entry.users > 0) continue
      this.#entries.delete(pack)
      await (await entry.opening).close()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    for (const { opening } of entries) await (await opening).close()
  }
}

async function close({ opening }: Entry): Promise<void> {
  const file = await opening.catch(() => undefined) // whoever read from it has heard
  await file?.close()
}
