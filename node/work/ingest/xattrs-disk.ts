// Extended attributes through the optional package fs-xattr. On Linux only user.* is captured and restored: the other
// name spaces (security, trusted, system) are the administrator's, and a snapshot must not hand out capabilities.
import type { SourceXattr } from './source.ts'

export type Package = typeof import('fs-xattr')

let loading: Promise<Package | undefined> | undefined

/** The package, or undefined where it is not installed or was not built for this platform. */
export function loadXattrPackage(): Promise<Package | undefined> {
  loading ??= import('fs-xattr').catch(() => undefined)
  return loading
}

/** All attributes of an open file, sorted by name. Empty where the file system has none. */
export async function loadXattrs(fd: number, path: Uint8Array): Promise<SourceXattr[]> {
  const xattr = await loadXattrPackage()
  const file = reach(fd, path)
  if (!xattr || file === undefined) return []
  try {
    const names = (await xattr.listAttributes(file)).filter(isPortable).sort()
    const found: SourceXattr[] = []
    for (const name of names) found.push({ name: Buffer.from(name), value: await xattr.getAttribute(file, name) })
    return found
  } catch (error) {
    if (isUnsupported(error)) return []
    throw error
  }
}

/** The same with calls that block, for a thread of its own. */
export function loadXattrsNow(xattr: Package, fd: number, path: Uint8Array): SourceXattr[] {
  const file = reach(fd, path)
  if (file === undefined) return []
  try {
    const names = xattr.listAttributesSync(file).filter(isPortable).sort()
    return names.map(name => ({ name: Uint8Array.from(Buffer.from(name)), value: xattr.getAttributeSync(file, name) }))
  } catch (error) {
    if (isUnsupported(error)) return []
    throw error
  }
}

/** Sets attributes on an open file. Returns the names that this system or file system refuses. */
export async function writeXattrs(fd: number, path: Uint8Array, xattrs: readonly SourceXattr[]): Promise<string[]> {
  if (xattrs.length === 0) return []
  const xattr = await loadXattrPackage()
  const file = reach(fd, path)
  const refused: string[] = []
  for (const { name, value } of xattrs) {
    const text = Buffer.from(name).toString('utf8')
    if (!xattr || file === undefined || !isPortable(text) || !Buffer.from(text).equals(name)) {
      refused.push(text)
      continue
    }
    try {
      await xattr.setAttribute(file, text, Buffer.from(value))
    } catch (error) {
      if (!isUnsupported(error) && !isUnfit(error)) throw error
      refused.push(text)
    }
  }
  return refused
}

function isPortable(name: string): boolean {
  return process.platform !== 'linux' || name.startsWith('user.')
}

function isUnsupported(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return (
    code === 'ENOTSUP' ||
    code === 'EOPNOTSUPP' ||
    code === 'ENODATA' ||
    code === 'ENOATTR' ||
    code === 'E2BIG' ||
    code === 'ENOSPC'
  )
}

// A name or a value that no file here can have, whoever asks.
function isUnfit(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'EINVAL' || code === 'ERANGE' || code === 'ENAMETOOLONG' || code === 'EPERM'
}

// The package takes strings only, and names are bytes; on Linux the descriptor stands for any name.
function reach(fd: number, path: Uint8Array): string | undefined {
  if (process.platform === 'linux') return `/proc/self/fd/${fd}`
  const text = Buffer.from(path).toString('utf8')
  return text.includes('\ufffd') ? undefined : text
}
