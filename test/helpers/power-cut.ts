// A disk that remembers what a loss of power would leave: synced bytes under synced names for sure, everything else as
// chance has it.
import type { FileHandle } from 'node:fs/promises'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Disk, realDisk } from '../../node/store/disk.ts'

interface Shadow {
  /** What is on the platter. */
  durable: Buffer
  /** What waits in the cache, in the order it was asked for. */
  readonly pending: ((bytes: Buffer) => Buffer)[]
}

export interface PowerCutDisk extends Disk {
  /** Writes to `target` one state the disk may be found in now. `chance` is uniform in [0, 1). */
  image(target: string, chance: () => number): Promise<void>
}

/** Shadows the files below `root` that are written through it. `before` is told of every call. */
export function powerCutDisk(root: string, before: (call: keyof Disk) => Promise<void>): PowerCutDisk {
  const shadows = new Map<string, Shadow>()
  /** Synced names: folder → name → file. */
  const folders = new Map<string, Map<string, string>>()

  async function shadowOf(file: FileHandle): Promise<Shadow> {
    const key = keyOf(await file.stat({ bigint: true }))
    const shadow = shadows.get(key) ?? { durable: Buffer.alloc(0), pending: [] }
    shadows.set(key, shadow)
    return shadow
  }

  async function namesIn(folder: string): Promise<Map<string, string>> {
    const names = new Map<string, string>()
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile()) continue
      const found = await stat(join(folder, entry.name), { bigint: true }).catch(unlessMissing)
      // Renamed since the folder was listed: what stands there now is another state, listed anew.
      if (found === undefined) return namesIn(folder)
      names.set(entry.name, keyOf(found))
    }
    return names
  }

  return {
    async write(file, buffers, position) {
      await before('write')
      await realDisk.write(file, buffers, position)
      const bytes = Buffer.concat(buffers)
      const shadow = await shadowOf(file)
      // In blocks, because a cache is written back block by block.
      for (let at = 0; at < bytes.length; at += 512) {
        const block = Buffer.from(bytes.subarray(at, at + 512))
        shadow.pending.push(before => overlay(before, block, position + at))
      }
    },
    async sync(file) {
      await before('sync')
      await realDisk.sync(file)
      const shadow = await shadowOf(file)
      for (const change of shadow.pending.splice(0)) shadow.durable = change(shadow.durable)
    },
    async truncate(file, length) {
      await before('truncate')
      await realDisk.truncate(file, length)
      ;(await shadowOf(file)).pending.push(bytes => Buffer.concat([bytes], length))
    },
    async syncFolder(folder) {
      await before('syncFolder')
      await realDisk.syncFolder(folder)
      if (!relative(root, folder).startsWith('..')) folders.set(relative(root, folder), await namesIn(folder))
    },
    free: realDisk.free,
    async image(target, chance) {
      for (const folder of ['', 'packs']) {
        await mkdir(join(target, folder), { recursive: true })
        const synced = folders.get(folder) ?? new Map<string, string>()
        const now = await namesIn(join(root, folder))
        for (const name of new Set([...synced.keys(), ...now.keys()])) {
          const key = synced.get(name) === now.get(name) || chance() < 0.5 ? synced.get(name) : now.get(name)
          const shadow = key === undefined ? undefined : shadows.get(key)
          if (!shadow) continue
          let { durable } = shadow
          for (const change of shadow.pending) if (chance() < 0.6) durable = change(durable)
          await writeFile(join(target, folder, name), durable)
        }
      }
    },
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

const keyOf = ({ ino, birthtimeNs }: { ino: bigint; birthtimeNs: bigint }): string => `${ino}/${birthtimeNs}`

function overlay(bytes: Buffer, block: Buffer, position: number): Buffer {
  const result = Buffer.concat([bytes], Math.max(bytes.length, position + block.length))
  block.copy(result, position)
  return result
}
