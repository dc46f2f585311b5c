// borg as a peer: an encrypted repository here with its default compression (lz4), carried to two more places by rsync
// over ssh, as its users do who want three copies.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import type { Contestant } from '../contestant.ts'
import { run } from '../program.ts'
import { copyToTwo, startSsh } from './ssh.ts'

export async function openBorg(source: string, work: string): Promise<Contestant> {
  const base = join(work, 'borg')
  const repository = join(base, 'repository')
  const copies = [join(work, 'borg-a'), join(work, 'borg-b')] as const
  for (const folder of [base, ...copies]) await mkdir(folder, { recursive: true })
  const ssh = await startSsh(work)
  const env = {
    ...process.env,
    BORG_PASSPHRASE: 'bench',
    BORG_BASE_DIR: base,
    BORG_RSH: ssh.command,
    BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
  }
  await run('borg', ['init', '--encryption=repokey-blake2', repository], { env })
  let archives = 0
  const extract = async (from: string, to: string): Promise<void> => {
    await mkdir(to, { recursive: true })
    await run('borg', ['extract', `${from}::${archives}`], { cwd: to, env })
  }
  const daemons = async (): Promise<number[]> => [ssh.pid]
  return {
    name: 'borg',
    how: 'borg create with its default lz4, repokey-blake2; the repository to two places by rsync over ssh, both at once',
    source,
    daemons,
    ports: () => [ssh.port],
    reconnect: async () => undefined,
    update: async () => {
      await run('borg', ['create', `${repository}::${++archives}`, '.'], { cwd: source, env })
      await copyToTwo(repository, copies, ssh)
    },
    openFourth: async to => ({
      daemons,
      restore: () => extract(`ssh://${ssh.host}:${ssh.port}${copies[0]}`, to),
      [Symbol.asyncDispose]: async () => undefined,
    }),
    restoreHere: to => extract(repository, to),
    verify: async () => {
      await run('borg', ['check', '--verify-data', repository], { env })
    },
    storedBytes: () => bytesBelow(repository),
    [Symbol.asyncDispose]: () => ssh[Symbol.asyncDispose](),
  }
}
