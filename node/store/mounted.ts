// Which disk a folder stands on, in words an operator can act on: the device, its file system and where it is mounted.
import { readFile, realpath } from 'node:fs/promises'

/** `/dev/sdb1 (ext4) on /srv`; undefined where the system doesn't say. */
export async function diskOf(folder: string): Promise<string | undefined> {
  try {
    const path = await realpath(folder)
    const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').flatMap(parseMount)
    const above = mounts.filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`))
    // The longest one is the nearest; of two at one place the later hides the earlier.
    const nearest = above.reduce<Mount | undefined>(
      (best, next) => (best === undefined || next.point.length >= best.point.length ? next : best),
      undefined,
    )
    return nearest && `${nearest.device} (${nearest.type}) on ${nearest.point}`
  } catch {
    return undefined // no Linux: the folder's name has to do
  }
}

interface Mount {
  readonly point: string
  readonly type: string
  readonly device: string
}

// id parent major:minor root mount-point options [tags…] - type device options, blanks and the like in octal
function parseMount(line: string): Mount[] {
  const [before, after] = line.split(' - ')
  const point = before?.split(' ')[4]
  const [type, device] = after?.split(' ') ?? []
  if (point === undefined || type === undefined || device === undefined) return []
  return [{ point: unescaped(point), type, device: unescaped(device) }]
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
