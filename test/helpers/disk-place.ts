// A temporary folder with a disk store in it, and ways to do to its files what disks do.
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log, Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import { type DiskStoreOptions, openDiskStore } from '../../node/store/disk-store.ts'
import type { Store } from '../../node/store/store.ts'

const quiet = () => undefined
export const quietLog: Log = { info: quiet, warn: quiet, error: quiet, debug: quiet }
export const realPorts: Ports = { clock: realClock, random: realRandom, log: quietLog }

export interface DiskPlace extends AsyncDisposable {
  readonly path: string
  open(options?: DiskStoreOptions): Promise<Store>
  /** What the stores opened here have warned of. */
  readonly warnings: string[]
  /** Paths of the pack files, in order. */
  packs(): Promise<string[]>
}

export async function createDiskPlace(inside = tmpdir()): Promise<DiskPlace> {
  const path = await mkdtemp(join(inside, 'holdfast-store-'))
  const packFolder = join(path, 'packs')
  const warnings: string[] = []
  const note = (_fields: unknown, message: string) => void warnings.push(message)
  const ports = { ...realPorts, log: { ...quietLog, warn: note, error: note } }
  return {
    path,
    warnings,
    open: (options = {}) => openDiskStore(path, options, ports),
    async packs() {
      const names = await readdir(packFolder)
      return names.sort().map(name => join(packFolder, name))
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** Flips one bit of the byte at `offset`. */
export async function flipByte(path: string, offset: number): Promise<void> {
  await using file = await open(path, 'r+')
  const byte = new Uint8Array(1)
  await file.read(byte, 0, 1, offset)
  byte[0]! ^= 0x10
  await file.write(byte, 0, 1, offset)
}

/** Where `needle` stands in the files: the first hit. */
export async function findBytes(
  paths: readonly string[],
  needle: Uint8Array,
): Promise<{ path: string; offset: number }> {
  for (const path of paths) {
    const offset = (await readFile(path)).indexOf(needle)
    if (offset >= 0) return { path, offset }
  }
  throw new Error('these bytes stand in none of the files')
}
