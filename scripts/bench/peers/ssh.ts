// An sshd of our own on loopback, with keys made for it: what rsync, borg and restic reach other places through.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, runDaemon, until } from '../program.ts'
import { freePort } from './peer.ts'

export interface Ssh extends AsyncDisposable {
  /** With all its options, but without the host. */
  readonly command: string
  readonly host: string
  readonly port: number
  readonly pid: number
}

const SSHD = '/usr/sbin/sshd'
const HOST = '127.0.0.1'

export async function startSsh(work: string): Promise<Ssh> {
  const folder = join(work, 'ssh')
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
  const file = (name: string): string => join(folder, name)
  for (const name of ['host', 'user']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)])
  await writeFile(file('authorized'), await readFile(file('user.pub')))
  const port = await freePort()
  await writeFile(
    file('config'),
    [
      `Port ${port}`,
      `ListenAddress ${HOST}`,
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  )
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true }) // where sshd drops its privileges
  const daemon = runDaemon(SSHD, ['-D', '-f', file('config')])
  const options = `-p ${port} -i ${file('user')} -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`
  const answers = (): Promise<boolean> =>
    run('ssh', [...options.split(' '), HOST, 'true']).then(
      () => true,
      () => false,
    )
  try {
    await until('ssh answers', answers, 10_000)
  } catch (error) {
    await daemon[Symbol.asyncDispose]()
    throw error
  }
  return {
    command: `ssh ${options}`,
    host: HOST,
    port,
    pid: daemon.pid,
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  }
}

/** Makes the folder at two other places what it is here, both at once. */
export async function copyToTwo(folder: string, places: readonly string[], ssh: Ssh): Promise<void> {
  await Promise.all(
    places.map(place => run('rsync', ['-a', '--delete', '-e', ssh.command, `${folder}/`, `${ssh.host}:${place}/`])),
  )
}
