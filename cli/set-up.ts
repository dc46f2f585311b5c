// What init and join share: settle the config, start the daemon, undo what was started when the rest fails.
import { mkdir } from 'node:fs/promises'
import type { Config } from '../protocol/config.ts'
import { HoldfastError, isError } from '../protocol/errors.ts'
import type { Identity } from '../protocol/local-api-mesh.ts'
import { configText, loadConfigFile, type SetupFlags, withFlags, withSite, writeConfigFile } from './config-file.ts'
import { startInBackground } from './daemon.ts'
import type { Invocation } from './invocation.ts'
import { waitUntilEnded } from './process.ts'

export interface Site {
  readonly name: string | undefined
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Writes the config, makes sure an unfounded daemon with that config answers, and runs `work` with its identity. A
 * daemon started here is stopped again when `work` fails, so that the command can be given again. Throws
 * ALREADY_MEMBER, BUSY (a daemon runs with another config), and whatever keeps the daemon from starting.
 */
export async function withUnfoundedDaemon<T>(
  invocation: Invocation,
  flags: SetupFlags,
  site: Site,
  work: (identity: Identity, config: Config) => Promise<T>,
): Promise<T> {
  const { home, cli } = invocation
  const before = await loadConfigFile(home)
  const config = withSite(withFlags(cli, before, flags), site.name, site.labels)
  const running = await loadIdentity(invocation)
  if (running) {
    refuseMember(invocation, running)
    if (before === undefined || configText(withSite(before, site.name, site.labels)) !== configText(config)) {
      throw new HoldfastError('BUSY', `a daemon already runs in ${home.path}, with other settings`, {
        hint: `${invocation.say('stop')}, then the same again`,
      })
    }
    await writeConfigFile(home, config)
    return await work(running, config)
  }
  await mkdir(home.path, { recursive: true, mode: 0o700 })
  await writeConfigFile(home, config)
  await startInBackground(invocation)
  const identity = (await invocation.client.call('identity', {})).value
  refuseMember(invocation, identity)
  try {
    return await work(identity, config)
  } catch (error) {
    await stopQuietly(invocation)
    throw error
  }
}

/** Whether a daemon answers, and who it is. */
async function loadIdentity(invocation: Invocation): Promise<Identity | undefined> {
  try {
    return (await invocation.client.call('identity', {})).value
  } catch (error) {
    if (isError(error, 'NO_DAEMON')) return undefined
    throw error
  }
}

function refuseMember(invocation: Invocation, { mesh }: Identity): void {
  if (mesh === null) return
  throw new HoldfastError(
    'ALREADY_MEMBER',
    `${invocation.home.path} already belongs to ${mesh.name} as ${mesh.siteName}`,
    {
      hint: `${invocation.say('status')}; --home DIR sets up another site beside it`,
    },
  )
}

// Until it has ended: whoever gives the command again must not meet a daemon that is about to go.
async function stopQuietly(invocation: Invocation): Promise<void> {
  try {
    const { pid } = (await invocation.client.call('stop', {})).value
    await waitUntilEnded(pid, invocation.cli.signal)
  } catch (error) {
    invocation.note(`note: the daemon started for this could not be stopped: ${(error as Error).message}`)
  }
}
