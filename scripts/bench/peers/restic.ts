// restic as a peer: an encrypted, compressed repository here, carried to two more places by rsync over ssh: no slower than
// `restic copy`, which would decrypt and encrypt everything again.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import type { Contestant } from '../contestant.ts'
import { run } from '../program.ts'
import { copyToTwo, startSsh } from './ssh.ts'

export async function openRestic(source: string, work: string): Promise<Contestant> {
  const repository = join(work, 'restic')
  const copies = [join(work, 'restic-a'), join(work, 'restic-b')] as const
  for (const copy of copies) await mkdir(copy, { recursive: true })
  const ssh = await startSsh(work)
  const env = {
    ...process.env,
    RESTIC_PASSWORD: 'bench',
    RESTIC_CACHE_DIR: join(work, 'restic-cache'),
    RESTIC_PROGRESS_FPS: '0.1',
  }
  const restic = async (words: readonly string[], cwd = source): Promise<void> => {
    await run('restic', ['--quiet', ...words], { cwd, env })
  }
  await restic(['-r', repository, 'init'])
  const daemons = async (): Promise<number[]> => [ssh.pid]
  return {
    name: 'restic',
    how: 'restic backup with its default zstd; the repository to two places by rsync over ssh, both at once',
    source,
    daemons,
    ports: () => [ssh.port],
    reconnect: async () => undefined,
    update: async () => {
      await restic(['-r', repository, 'backup', '.'])
      await copyToTwo(repository, copies, ssh)
    },
    openFourth: async to => ({
      daemons,
      restore: () =>
        restic([
          '-r',
          `sftp:${ssh.host}:${copies[0]}`,
          '-o',
          `sftp.command=${ssh.command} ${ssh.host} -s sftp`,
          'restore',
          'latest',
          '--target',
          to,
        ]),
      [Symbol.asyncDispose]: async () => undefined,
    }),
    restoreHere: to => restic(['-r', repository, 'restore', 'latest', '--target', to]),
    verify: () => restic(['-r', repository, 'check', '--read-data']),
    storedBytes: () => bytesBelow(repository),
    [Symbol.asyncDispose]: () => ssh[Symbol.asyncDispose](),
  }
}
