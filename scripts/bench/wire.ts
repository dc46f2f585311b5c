// Bytes on the wire, counted by the kernel: what the loopback interface has carried. A packet from one daemon to another
// passes it once and is counted once, with its TCP and IP headers and the acknowledgements, but in packets of up to 64 KiB:
// Ethernet's packets of 1,500 bytes would add up to 4 % of headers. To count nobody else's packets, the bench runs itself
// again in a network namespace of its own where the system allows it. Commands reach their daemons over Unix sockets,
// which no interface counts.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

const MARK = 'HOLDFAST_BENCH_NETWORK'

/** Bytes that loopback has carried so far; undefined where the system doesn't say. */
export async function loopbackBytes(): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined
  const line = (await readFile('/proc/self/net/dev', 'utf8')).split('\n').find(one => one.trim().startsWith('lo:'))
  return line === undefined ? undefined : Number(line.trim().slice(3).trim().split(/\s+/)[0])
}

/** Whether this process stands in a network namespace made for it. */
export function isPrivateNetwork(): boolean {
  return process.env[MARK] === 'private'
}

/**
 * Runs this program again with a loopback of its own and gives its exit code; undefined when it is there already, or
 * when the system doesn't allow it.
 */
export async function againInPrivateNetwork(): Promise<number | undefined> {
  if (isPrivateNetwork() || process.platform !== 'linux') return undefined
  const unshare = process.getuid?.() === 0 ? ['-n'] : ['-r', '-n']
  const up = 'ip link set lo up'
  if (spawnSync('unshare', [...unshare, 'sh', '-c', up], { stdio: 'ignore' }).status !== 0) return undefined
  const words = [...unshare, 'sh', '-c', `${up} && exec "$@"`, 'sh', process.execPath, ...process.argv.slice(1)]
  const child = spawn('unshare', words, { stdio: 'inherit', env: { ...process.env, [MARK]: 'private' } })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 130
}
