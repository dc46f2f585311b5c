// Folders for tests: random ones with every kind of thing a folder can hold, and a comparison that misses nothing.
import { type BigIntStats, lstatSync } from 'node:fs'
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinPath, showPath } from '../../node/work/ingest/path.ts'
import { loadXattrs, writeXattrs } from '../../node/work/ingest/xattrs-disk.ts'
import { hash } from '../../protocol/hash.ts'
import { noise } from './chunk-memory.ts'

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
  at(...names: string[]): string
}

export async function temporaryFolder(inside = tmpdir()): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(inside, 'holdfast-tree-'))
  return {
    path,
    at: (...names) => join(path, ...names),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

export interface TreeShape {
  readonly directories?: number
  readonly files?: number
  /** Size of the largest file, bytes. */
  readonly largest?: number
}

const NAMES = [
  'take',
  'Kick',
  'snare drum',
  'ä-ö',
  'vocals.wav',
  'mix.rpp',
  '-rf',
  '*',
  'line\nbreak',
  "q'uote",
  '日本',
]

// What nobody may read, only root can compare.
const MODES = [0o644, 0o600, 0o755, 0o444, 0o400, 0o1777, process.geteuid?.() === 0 ? 0o000 : 0o440]

/** Fills a folder from a seed; the same seed gives the same names, contents, modes and links. */
export async function makeTree(folder: string, seed: number, shape: TreeShape = {}): Promise<void> {
  const random = dice(seed)
  const root = Buffer.from(folder)
  const directories: Buffer[] = [root]
  const used = new Set<string>()
  const place = (kind: string): Buffer => {
    for (;;) {
      const name = Buffer.from(`${random.pick(NAMES)}-${random.below(1000)}${kind}`)
      if (random.below(8) === 0) name[0] = 0xe4 // Latin-1, no UTF-8
      const path = joinPath(random.pick(directories), name)
      if (used.has(path.toString('hex'))) continue
      used.add(path.toString('hex'))
      return path
    }
  }
  for (let i = 0; i < (shape.directories ?? 6); i++) {
    const path = place('')
    await mkdir(path)
    directories.push(path)
  }
  const files: Buffer[] = []
  for (let i = 0; i < (shape.files ?? 12); i++) {
    const path = place('')
    await makeFile(path, random, shape.largest ?? 200_000)
    files.push(path)
    if (random.below(5) === 0) await link(path, place('.link'))
    if (random.below(5) === 0) await symlink(random.pick(['.', 'nowhere', './take', 'a/../b']), place('.symlink'))
  }
  for (const path of files) await chmod(path, random.pick(MODES))
  for (const path of directories.slice(1).reverse()) {
    await giveXattr(path, random)
    await chmod(path, random.pick([0o755, 0o700, 0o2775, 0o777]))
    await setTime(path, random)
  }
}

async function makeFile(path: Buffer, random: Dice, largest: number): Promise<void> {
  const size = random.pick([0, 1, random.below(5000), random.below(largest)])
  if (random.below(6) === 0) {
    await using file = await open(path, 'w')
    await file.truncate(size + 300_000) // all hole, and a little at its end
    await file.write(noise(random.below(1000), 100), 0, 100, size + 200_000)
  } else await writeFile(path, random.below(2) === 0 ? noise(random.below(1e6), size) : Buffer.alloc(size, 'holdfast '))
  await giveXattr(path, random)
  await setTime(path, random)
}

async function giveXattr(path: Buffer, random: Dice): Promise<void> {
  if (random.below(4) > 0) return
  await using handle = await open(path, 'r')
  const value = noise(random.below(1000), random.below(300))
  await writeXattrs(handle.fd, path, [{ name: Buffer.from('user.holdfast.test'), value }])
}

async function setTime(path: Buffer, random: Dice): Promise<void> {
  const seconds = random.below(2_000_000_000) + random.below(1_000_000_000) / 1e9
  await utimes(path, seconds, seconds)
}

/** One line for everything in a folder, the folder itself not included, by the bytes of its path. */
export async function describeTree(folder: string): Promise<Map<string, string>> {
  const full = (path: Buffer) => (path.byteLength === 0 ? Buffer.from(folder) : joinPath(Buffer.from(folder), path))
  const lines = new Map<string, string>()
  const inodes = new Map<bigint, string>()
  const visit = async (path: Buffer): Promise<void> => {
    for (const name of (await readdir(full(path), { encoding: 'buffer' })).sort(Buffer.compare)) {
      const at = joinPath(path, name)
      const found = lstatSync(full(at), { bigint: true })
      lines.set(showPath(at), await describe(full(at), at, found, inodes))
      if (found.isDirectory()) await visit(at)
    }
  }
  await visit(Buffer.alloc(0))
  return lines
}

async function describe(full: Buffer, path: Buffer, found: BigIntStats, inodes: Map<bigint, string>): Promise<string> {
  const common = `${(found.mode & 0o7777n).toString(8)} ${found.mtimeNs}`
  if (found.isSymbolicLink()) {
    return `symlink ${found.mtimeNs} ${showPath(await readlink(full, { encoding: 'buffer' }))}`
  }
  if (!found.isFile() && !found.isDirectory()) return `other ${common}`
  await using handle = await open(full, 'r')
  const xattrs = await loadXattrs(handle.fd, full)
  const kept = xattrs.map(({ name, value }) => `${name}=${Buffer.from(value).toString('base64')}`).join(',')
  if (found.isDirectory()) return `directory ${common} [${kept}]`
  const first = inodes.get(found.ino) ?? showPath(path)
  inodes.set(found.ino, first)
  const digest = Buffer.from(hash(await readFile(full))).toString('hex')
  return `file ${common} ${found.size} ${digest} [${kept}] ${found.nlink > 1n ? `inode of ${first}` : ''}`
}

/** Every difference between two folders, names and contents and all that is captured of them; empty = equal. */
export async function differences(a: string, b: string): Promise<string[]> {
  const [left, right] = [await describeTree(a), await describeTree(b)]
  const found: string[] = []
  for (const [path, line] of left) {
    const other = right.get(path)
    if (other !== line) found.push(`${path}\n  ${line}\n  ${other ?? 'missing'}`)
  }
  for (const [path, line] of right) if (!left.has(path)) found.push(`${path}\n  missing\n  ${line}`)
  return found
}

interface Dice {
  below(bound: number): number
  pick<T>(items: readonly T[]): T
}

function dice(seed: number): Dice {
  let state = (seed * 2654435761 + 1) >>> 0
  const below = (bound: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return Math.floor((state / 0x1_0000_0000) * bound)
  }
  return { below, pick: items => items[below(items.length)]! }
}
