// Names a file system so that it is told again after a reboot: st_dev is handed out anew on every mount.
import { readdir, readFile, stat, statfs } from 'node:fs/promises'

/** `uuid:…` of the volume, else type and source of the mount, else type and size of the file system. */
export async function loadDevice(folder: string, dev: bigint): Promise<string> {
  return (await uuidOf(dev)) ?? (await mountOf(dev)) ?? (await shapeOf(folder))
}

async function uuidOf(dev: bigint): Promise<string | undefined> {
  const links = '/dev/disk/by-uuid'
  const uuids = await readdir(links).catch(() => []) // containers and other systems have no such folder
  for (const uuid of uuids) {
    const device = await stat(`${links}/${uuid}`, { bigint: true }).catch(() => undefined) // a stale link
    if (device?.rdev === dev) return `uuid:${uuid}`
  }
  return undefined
}

async function mountOf(dev: bigint): Promise<string | undefined> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '') // Linux alone has it
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn)
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn)
  for (const line of table.split('\n')) {
    const [mount, source] = line.split(' - ')
    if (mount?.split(' ')[2] === `${major}:${minor}` && source) return source.split(' ').slice(0, 2).join(' ')
  }
  return undefined
}

async function shapeOf(folder: string): Promise<string> {
  const shape = await statfs(folder)
  return `fs:${shape.type.toString(16)}:${shape.bsize}:${shape.blocks}`
}
