// Looks for byte strings where a site could have left them: every file below a folder, and the memory of a process with
// the files it has mapped. Reading another process's memory takes root on Linux.
import { open, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

export interface Needle {
  readonly what: string
  readonly bytes: Buffer
}
export interface Leak {
  readonly what: string
  readonly where: string
}

const PIECE = 4 * 1024 * 1024
const PAGE = 4096

/** A text as it could stand in files and memory: UTF-8, UTF-16, hex, base64 at each of its three places. */
export function asWritten(what: string, text: string): Needle[] {
  const bytes = Buffer.from(text)
  const base64 = [0, 1, 2].map(before => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    // The first and last characters depend on the neighbours.
    return shifted.slice(before === 0 ? 0 : 4, -4)
  })
  return [
    { what, bytes },
    { what: `${what} (UTF-16)`, bytes: Buffer.from(text, 'utf16le') },
    { what: `${what} (hex)`, bytes: Buffer.from(bytes.toString('hex')) },
    ...base64.map(part => ({ what: `${what} (base64)`, bytes: Buffer.from(part) })),
  ]
}

/** Samples of 16 bytes out of a file's content: its start, its end, and some between. */
export async function samplesOf(path: string, what: string, count = 6): Promise<Needle[]> {
  const bytes = await readFile(path)
  if (bytes.byteLength < 64) return [{ what, bytes }]
  return Array.from({ length: count }, (_, at) => {
    // Not the first bytes: a format's header is in many programs.
    const from = 44 + Math.floor(((bytes.byteLength - 60) * at) / (count - 1))
    return { what: `${what} at ${from}`, bytes: bytes.subarray(from, from + 16) }
  })
}

export async function leaksInFolder(folder: string, needles: readonly Needle[]): Promise<Leak[]> {
  const leaks: Leak[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const found = needles.filter(({ bytes }) => Buffer.from(entry.name).includes(bytes))
    if (entry.isFile()) found.push(...(await inFile(path, needles)))
    leaks.push(...found.map(({ what }) => ({ what, where: path })))
  }
  return leaks
}

async function inFile(path: string, needles: readonly Needle[]): Promise<Needle[]> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  // Awaited here: the file is closed on return.
  return await search(
    size,
    (buffer, from) => file.read(buffer, 0, buffer.byteLength, from).then(read => read.bytesRead),
    needles,
  )
}

/** What of a process is in memory, heap, stacks and mapped files, and its arguments and environment. */
export async function leaksInProcess(
  pid: number,
  needles: readonly Needle[],
): Promise<{ leaks: Leak[]; bytes: number }> {
  const leaks: Leak[] = []
  let bytes = 0
  for (const name of ['cmdline', 'environ']) {
    const text = await readFile(`/proc/${pid}/${name}`)
    leaks.push(...needles.filter(needle => text.includes(needle.bytes)).map(({ what }) => ({ what, where: name })))
  }
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
    leaks.push(
      ...needles
        .filter(needle => target.includes(needle.bytes.toString()))
        .map(({ what }) => ({ what, where: target })),
    )
  }
  await using memory = await open(`/proc/${pid}/mem`, 'r')
  for (const { from, to, name } of await present(pid)) {
    const read = async (buffer: Buffer, at: number): Promise<number> => {
      try {
        return (await memory.read(buffer, 0, buffer.byteLength, from + at)).bytesRead
      } catch (error) {
        // A page that was given back since the maps were read.
        if (['EIO', 'EFAULT'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0
        throw error
      }
    }
    bytes += to - from
    leaks.push(...(await search(to - from, read, needles)).map(({ what }) => ({ what, where: `memory ${name}` })))
  }
  return { leaks, bytes }
}

/** Readable regions that hold anything. */
async function mapped(pid: number): Promise<{ from: number; to: number; name: string }[]> {
  const regions: { from: number; to: number; name: string }[] = []
  let region: { from: number; to: number; name: string } | undefined
  for (const line of (await readFile(`/proc/${pid}/smaps`, 'utf8')).split('\n')) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (r?)\S* \S+ \S+ \S+\s*(.*)$/.exec(line)
    if (head) {
      const isRead = head[3] === 'r' && !/^\[v/.test(head[4]!)
      region = isRead
        ? { from: Number.parseInt(head[1]!, 16), to: Number.parseInt(head[2]!, 16), name: head[4]! }
        : undefined
    } else if (region && /^Rss:\s+[1-9]/.test(line)) regions.push(region)
  }
  return regions
}

/** Of those regions the runs of pages that are in memory, or were swapped out: most of what is mapped was never touched. */
async function present(pid: number): Promise<{ from: number; to: number; name: string }[]> {
  await using pages = await open(`/proc/${pid}/pagemap`, 'r')
  const runs: { from: number; to: number; name: string }[] = []
  for (const { from, to, name } of await mapped(pid)) {
    const count = (to - from) / PAGE
    const entries = Buffer.alloc(count * 8)
    const { bytesRead } = await pages.read(entries, 0, entries.byteLength, (from / PAGE) * 8)
    let begun: number | undefined
    for (let page = 0; page <= count; page++) {
      const isThere = page < bytesRead / 8 && entries[page * 8 + 7]! >= 0x40 // bit 63: present, bit 62: swapped out
      if (isThere) begun ??= page
      else if (begun !== undefined) {
        runs.push({ from: from + begun * PAGE, to: from + page * PAGE, name })
        begun = undefined
      }
    }
  }
  return runs
}

async function search(
  length: number,
  read: (buffer: Buffer, from: number) => Promise<number>,
  needles: readonly Needle[],
): Promise<Needle[]> {
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.byteLength))
  const buffer = Buffer.allocUnsafeSlow(Math.min(length, PIECE) || 1)
  const found = new Set<Needle>()
  for (let at = 0; at < length; at += Math.max(1, buffer.byteLength - overlap)) {
    const got = await read(buffer.subarray(0, Math.min(buffer.byteLength, length - at)), at)
    const piece = buffer.subarray(0, got)
    for (const needle of needles) if (!found.has(needle) && piece.includes(needle.bytes)) found.add(needle)
    if (at + buffer.byteLength >= length) break
  }
  return [...found]
}
