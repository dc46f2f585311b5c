// rsync as a peer: a daemon on loopback receives two copies. Nothing is encrypted or compressed, neither here nor on the
// way; its daemon costs less than ssh would.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import { run, runDaemon, until } from '../program.ts'
import { freePort, type Peer } from './peer.ts'

export interface RsyncDaemon extends AsyncDisposable {
  /** What to write to for a folder of this name. */
  url(name: string): string
}

/** Serves `folder` for writing. */
export async function startRsyncDaemon(folder: string): Promise<RsyncDaemon> {
  await mkdir(folder, { recursive: true })
  const port = await freePort()
  const config = `${folder}.conf`
  const user = process.getuid?.() === 0 ? 'uid = root\ngid = root\n' : ''
  await writeFile(
    config,
    `address = 127.0.0.1\nport = ${port}\nuse chroot = no\nlog file = /dev/null\n[copies]\npath = ${folder}\nread only = no\n${user}`,
  )
  const daemon = runDaemon('rsync', ['--daemon', '--no-detach', `--config=${config}`])
  const root = `rsync://127.0.0.1:${port}/copies`
  const answers = (): Promise<boolean> =>
    run('rsync', [`${root}/`]).then(
      () => true,
      () => false,
    )
  try {
    await until('rsync answers', answers, 10_000)
  } catch (error) {
    await daemon[Symbol.asyncDispose]()
    throw error
  }
  return { url: name => `${root}/${name}/`, [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose]() }
}

export async function openRsync(source: string, work: string): Promise<Peer> {
  const folder = join(work, 'rsync')
  const daemon = await startRsyncDaemon(folder)
  return {
    name: 'rsync',
    how: 'plain copies over an rsync daemon, no encryption',
    update: async () => {
      for (const copy of ['a', 'b']) await run('rsync', ['-a', '--delete', `${source}/`, daemon.url(copy)])
    },
    storedBytes: () => bytesBelow(source),
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  }
}
