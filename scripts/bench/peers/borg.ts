// borg as a peer: an encrypted repository here with its default compression (lz4), carried to two more places by rsync, as
// its users do who want three copies.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import { run } from '../program.ts'
import type { Peer } from './peer.ts'
import { startRsyncDaemon } from './rsync.ts'

export async function openBorg(source: string, work: string): Promise<Peer> {
  const base = join(work, 'borg')
  const repository = join(base, 'repository')
  const env = { ...process.env, BORG_PASSPHRASE: 'bench', BORG_BASE_DIR: base }
  await mkdir(base, { recursive: true })
  await run('borg', ['init', '--encryption=repokey-blake2', repository], { env })
  const daemon = await startRsyncDaemon(join(base, 'copies'))
  let archives = 0
  return {
    name: 'borg',
    how: 'borg create with its default lz4, repokey-blake2; the repository carried to two places by an rsync daemon',
    update: async () => {
      await run('borg', ['create', `${repository}::${++archives}`, '.'], { cwd: source, env })
      for (const copy of ['a', 'b']) await run('rsync', ['-a', '--delete', `${repository}/`, daemon.url(copy)])
    },
    storedBytes: () => bytesBelow(repository),
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  }
}
