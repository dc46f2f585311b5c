// Where a site keeps its things, and how the command line finds them: flag, then environment, then XDG default.
import { homedir, tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { SiteId } from '../protocol/ids.ts'
import type { Cli } from './context.ts'

export interface Home {
  readonly path: string
  readonly config: string
  readonly socket: string
  /** The home's own, where the control socket is too; undefined with another one. */
  readonly readSocket: string | undefined
  readonly log: string
  readonly ownerKey: string
  readonly ownerPassphrase: string
  /** Where `init` leaves the recovery phrase when there is no terminal to show it at. */
  readonly recoverySheet: string
  readonly daemonFile: string
  /** True when `path` is what no flag and no variable would give: then commands shown need no --home. */
  readonly isDefault: boolean
  /** True when the socket is the home's own. */
  readonly ownSocket: boolean
}

export function findHome(cli: Cli, flags: { home?: string | undefined; socket?: string | undefined }): Home {
  const given = flags.home ?? (cli.env.HOLDFAST_HOME || undefined)
  const path = given === undefined ? defaultHome(cli) : resolve(cli.cwd, given)
  const socket = flags.socket ?? (cli.env.HOLDFAST_SOCKET || undefined)
  return {
    path,
    config: join(path, 'config.toml'),
    socket: socket === undefined ? join(path, 'control.sock') : resolve(cli.cwd, socket),
    readSocket: socket === undefined ? join(path, 'read.sock') : undefined,
    log: join(path, 'daemon.log'),
    ownerKey: cli.env.HOLDFAST_OWNER_KEY ? resolve(cli.cwd, cli.env.HOLDFAST_OWNER_KEY) : join(path, 'owner.key'),
    ownerPassphrase: join(path, 'owner.passphrase'),
    recoverySheet: join(path, 'recovery.txt'),
    daemonFile: join(path, 'daemon.json'),
    isDefault: path === defaultHome(cli) || flags.home === undefined,
    ownSocket: socket === undefined,
  }
}

function defaultHome(cli: Cli): string {
  const state = cli.env.XDG_STATE_HOME || join(cli.env.HOME || homedir(), '.local', 'state')
  return join(state, 'holdfast')
}

/** The folder where every daemon of this user on this machine registers. */
export function registryFolder(cli: Cli): string {
  return join(cli.env.XDG_RUNTIME_DIR || tmpdir(), `holdfast-${userInfo().uid}`)
}

export function registryFile(cli: Cli, site: SiteId): string {
  return join(registryFolder(cli), `${site}.json`)
}

/** The file that keeps a site down through a drill, whatever its supervisor does. */
export function drillHoldFile(home: string): string {
  return join(home, 'drill-hold')
}
