// Rots one byte of the largest pack of a store, as a failing disk would.
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Flips one bit, in the middle or so far into the pack as `place` says; returns where, for people. */
export async function flipByte(folder: string, place = 0.5): Promise<string> {
  const files = (await readdir(folder)).map(name => join(folder, name))
  const sizes = await Promise.all(files.map(async file => ({ file, size: (await stat(file)).size })))
  const largest = sizes.sort((a, b) => b.size - a.size)[0]
  if (largest === undefined || largest.size === 0) throw new Error(`no pack in ${folder}`)
  const at = Math.floor(largest.size * place)
  await using handle = await open(largest.file, 'r+')
  const byte = Buffer.alloc(1)
  await handle.read(byte, 0, 1, at)
  byte[0] = byte[0]! ^ 0x40
  await handle.write(byte, 0, 1, at)
  await handle.sync()
  return `${largest.file} at ${at}`
}
