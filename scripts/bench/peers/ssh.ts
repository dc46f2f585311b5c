// An sshd of our own on loopback, with keys made for it, so that rsync can be measured over ssh as people use it.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, runDaemon, until } from '../program.ts'
import { freePort } from './peer.ts'

const SSHD = '/usr/sbin/sshd'

export interface Ssh extends AsyncDisposable {
  /** The command for rsync's -e. */
  readonly command: string
}

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
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
      '',
    ].join('\n'),
  )
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true }) // where sshd drops its privileges
  const daemon = runDaemon(SSHD, ['-D', '-f', file('config')])
  const options = `-p ${port} -i ${file('user')} -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`
  const words = [...options.split(' '), '127.0.0.1', 'true']
  try {
    await until(
      'ssh answers',
      () =>
        run('ssh', words).then(
          () => true,
          () => false,
        ),
      10_000,
    )
  } catch (error) {
    await daemon[Symbol.asyncDispose]()
    throw error
  }
  return { command: `ssh ${options}`, [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose]() }
}
