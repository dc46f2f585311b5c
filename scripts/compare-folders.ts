// Compares two folder trees entry by entry: names as bytes, kinds, contents, modes, times in ns, link targets and which
// names share one inode. What a snapshot leaves out because programs make it anew (§ Categories) is counted instead.
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { categoriesOf } from '../protocol/categories.ts'

export interface Compared {
  readonly entries: number
  readonly bytes: number
  /** Rebuildable files of the left one that the right one has not. */
  readonly leftOut: number
  /** One sentence a difference; empty = equal. */
  readonly differences: readonly string[]
}

/** Compares the trees below `left` and `right`; the folders' own names don't matter. */
export async function compareFolders(left: string, right: string): Promise<Compared> {
  const differences: string[] = []
  const inodes = new Map<bigint, bigint>()
  let entries = 0
  let bytes = 0
  let leftOut = 0
  const categories = categoriesOf([])
  await compare(Buffer.from(left), Buffer.from(right), Buffer.alloc(0))
  return { entries, bytes, leftOut, differences }

  async function compare(a: Buffer, b: Buffer, path: Buffer): Promise<void> {
    const differ = (what: string): void => void differences.push(`${path.toString('utf8') || '.'}: ${what}`)
    const [x, y] = await Promise.all([lstat(a, { bigint: true }), lstat(b, { bigint: true }).catch(() => undefined)])
    if (y === undefined && x.isFile() && categories.isRebuildable(path)) return void leftOut++
    entries++
    if (y === undefined) return differ('is missing')
    if (x.isFile() !== y.isFile() || x.isDirectory() !== y.isDirectory() || x.isSymbolicLink() !== y.isSymbolicLink())
      return differ('is of another kind')
    if (!x.isSymbolicLink() && (x.mode & 0o7777n) !== (y.mode & 0o7777n)) differ('has another mode')
    if (path.length > 0 && !x.isSymbolicLink() && x.mtimeNs !== y.mtimeNs) differ('has another time')
    if (x.isSymbolicLink()) {
      const [from, to] = await Promise.all([readlink(a, { encoding: 'buffer' }), readlink(b, { encoding: 'buffer' })])
      if (!from.equals(to)) differ('points elsewhere')
    } else if (x.isFile()) {
      if (x.nlink > 1n && inodes.has(x.ino) && inodes.get(x.ino) !== y.ino) differ('is no hard link any more')
      inodes.set(x.ino, y.ino)
      bytes += Number(x.size)
      if (x.size !== y.size || !(await sameContent(a, b))) differ('has other content')
    } else if (x.isDirectory()) {
      const [names, others] = await Promise.all([list(a), list(b)])
      for (const name of others)
        if (!names.some(one => one.equals(name))) differences.push(`${join(path, name).toString('utf8')}: is new`)
      for (const name of names) await compare(join(a, name), join(b, name), path.length === 0 ? name : join(path, name))
    }
  }
}

function list(folder: Buffer): Promise<Buffer[]> {
  return readdir(folder, { encoding: 'buffer' }) as unknown as Promise<Buffer[]>
}

function join(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name])
}

async function sameContent(a: Buffer, b: Buffer): Promise<boolean> {
  const [x, y] = [createReadStream(a)[Symbol.asyncIterator](), createReadStream(b)[Symbol.asyncIterator]()]
  while (true) {
    const [one, other] = await Promise.all([x.next(), y.next()])
    if (one.done || other.done) return one.done === other.done
    if (!(one.value as Buffer).equals(other.value as Buffer)) return false
  }
}
