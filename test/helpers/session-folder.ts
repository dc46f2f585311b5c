// Small session folders for tests with real daemons: takes with a true WAV header over noise that does not compress,
// session files, an empty folder, a link. The same seed gives the same bytes.
import { createCipheriv } from 'node:crypto'
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface SessionShape {
  readonly takes: number
  readonly takeBytes: number
  readonly seed?: number
}

const HEADER = 44

export async function writeSession(folder: string, { takes, takeBytes, seed = 1 }: SessionShape): Promise<void> {
  for (const below of ['Audio Files', 'Session File Backups', 'Bounced Files'])
    await mkdir(join(folder, below), { recursive: true })
  for (let take = 1; take <= takes; take++)
    await writeTake(folder, `Audio Files/Take ${String(take).padStart(2, '0')}.wav`, takeBytes, seed * 1000 + take)
  const session = Array.from({ length: 2_000 }, (_, item) => `  <ITEM POSITION ${item * seed} NAME "Take ${item % 9}">`)
  await writeFile(join(folder, 'Nova LP.rpp'), session.join('\n'))
  await writeFile(join(folder, 'Session File Backups', 'Nova LP.bak.001.rpp'), session.slice(0, 900).join('\n'))
  await symlink('Nova LP.rpp', join(folder, 'latest.rpp'))
}

/** A take of its own, or another in the place of one that was there. */
export async function writeTake(folder: string, path: string, bytes: number, seed: number): Promise<void> {
  const data = Buffer.concat([waveHeader(bytes), noise(bytes - HEADER, seed)])
  await writeFile(join(folder, path), data)
  await utimes(join(folder, path), 1_750_000_000 + seed, 1_750_000_000.125 + seed)
}

function noise(bytes: number, seed: number): Buffer {
  const key = Buffer.alloc(16)
  key.writeUInt32LE(seed)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes))
}

function waveHeader(bytes: number): Buffer {
  const header = Buffer.alloc(HEADER)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(bytes - 8, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(48_000, 24)
  header.writeUInt32LE(144_000, 28)
  header.writeUInt16LE(3, 32)
  header.writeUInt16LE(24, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(bytes - HEADER, 40)
  return header
}
