// rsync over ssh as a peer: two plain copies. Nothing is encrypted or compressed where it lies, nothing is fsynced.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import type { Contestant } from '../contestant.ts'
import { run } from '../program.ts'
import { copyToTwo, startSsh } from './ssh.ts'

export async function openRsync(source: string, work: string): Promise<Contestant> {
  const copies = [join(work, 'rsync-a'), join(work, 'rsync-b')] as const
  for (const copy of copies) await mkdir(copy, { recursive: true })
  const ssh = await startSsh(work)
  const daemons = async (): Promise<number[]> => [ssh.pid]
  return {
    name: 'rsync',
    how: 'rsync -a --delete over ssh, both copies at once; plain copies; verify is `rsync -c`, which only compares',
    source,
    daemons,
    ports: () => [ssh.port],
    reconnect: async () => undefined,
    update: () => copyToTwo(source, copies, ssh),
    openFourth: async to => ({
      daemons,
      restore: async () => {
        await run('rsync', ['-a', '-e', ssh.command, `${ssh.host}:${copies[0]}/`, `${to}/`])
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
    restoreHere: async to => {
      await run('rsync', ['-a', `${copies[0]}/`, `${to}/`])
    },
    verify: async () => {
      const printed = await run('rsync', ['-anci', '--delete', `${source}/`, `${copies[0]}/`])
      if (printed !== '') throw new Error(`rsync -c finds differences: ${printed.slice(0, 500)}`)
    },
    storedBytes: () => bytesBelow(source),
    [Symbol.asyncDispose]: () => ssh[Symbol.asyncDispose](),
  }
}
