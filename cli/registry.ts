// Finds the daemons of this machine: each leaves a file with its pid and home in the registry folder while it runs.
import { readFile } from 'node:fs/promises'
import { HoldfastError, isError } from '../protocol/errors.ts'
import { type DaemonFile, daemonFile } from '../protocol/local-api-daemon.ts'
import type { StatusView } from '../protocol/local-api-status.ts'
import { connectTo } from './client.ts'
import { registryFile } from './home.ts'
import type { Invocation } from './invocation.ts'

/**
 * The daemon of the site called `reference` (name, or prefix of its id), if it runs on this machine. Throws
 * SITE_UNKNOWN, AMBIGUOUS, NO_DAEMON.
 */
export async function findLocalSite(invocation: Invocation, view: StatusView, reference: string): Promise<DaemonFile> {
  const named = view.sites.filter(site => site.name === reference)
  const found = named.length > 0 ? named : view.sites.filter(site => site.id.startsWith(reference))
  const [site, second] = found
  if (!site) {
    const names = view.sites.map(site => site.name).join(', ')
    throw new HoldfastError('SITE_UNKNOWN', `no site is called "${reference}"`, { hint: `the sites are: ${names}` })
  }
  if (second) {
    const ids = found.map(site => site.id.slice(0, 12)).join(', ')
    throw new HoldfastError('AMBIGUOUS', `"${reference}" may be any of ${ids}`, { hint: 'give more of the id' })
  }
  const file = registryFile(invocation.cli, site.id)
  const daemon = await loadDaemonFile(file)
  if (daemon && (await answers(invocation, daemon))) return daemon
  throw new HoldfastError('NO_DAEMON', `no daemon of ${reference} runs on this machine`, {
    hint: `a drill reaches only daemons of this machine and user (${file})`,
  })
}

/** A pid may have been given to another process since: the daemon itself must say that it is that one. */
async function answers(invocation: Invocation, daemon: DaemonFile): Promise<boolean> {
  try {
    const { value } = await connectTo(daemon.socket, '', invocation.cli.signal).call('identity', {})
    return value.site === daemon.site && value.pid === daemon.pid
  } catch (error) {
    if (isError(error, 'NO_DAEMON')) return false
    throw error
  }
}

async function loadDaemonFile(file: string): Promise<DaemonFile | undefined> {
  try {
    return daemonFile.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new HoldfastError('CONFIG_INVALID', `${file} is not a daemon's registration`, {
      cause: error,
      hint: 'remove it, and restart that daemon',
    })
  }
}
