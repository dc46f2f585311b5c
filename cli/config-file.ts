// Reads and writes <home>/config.toml for the commands that set a site up.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { stringify } from 'smol-toml'
import { CONFIG_VERSION, type Config, captureText, configSchema, parseConfig, surplusText } from '../protocol/config.ts'
import { formatBytes } from '../protocol/units.ts'
import type { Cli } from './context.ts'
import type { Home } from './home.ts'
import { sizeFlag } from './options.ts'

export interface SetupFlags {
  readonly store?: string | undefined
  readonly capacity?: string | undefined
  readonly listen: readonly string[]
  readonly joinListen: readonly string[]
}

/** The config at `home`, undefined when there is none. Throws CONFIG_INVALID. */
export async function loadConfigFile(home: Home): Promise<Config | undefined> {
  let text: string
  try {
    text = await readFile(home.config, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return parseConfig(text, home.config)
}

/** `config` (or the defaults) with what the flags say laid over it. Throws USAGE. */
export function withFlags(cli: Cli, config: Config | undefined, flags: SetupFlags): Config {
  const base = config ?? configSchema.parse({ config_version: CONFIG_VERSION })
  const { store, capacity, listen, joinListen } = flags
  return {
    ...base,
    listen: {
      p2p: listen.length > 0 ? [...listen] : base.listen.p2p,
      join: joinListen.length > 0 ? [...joinListen] : base.listen.join,
    },
    store: {
      ...base.store,
      ...(store === undefined ? {} : { path: resolve(cli.cwd, store) }),
      ...(capacity === undefined ? {} : { capacity: sizeFlag('capacity', capacity) }),
    },
  }
}

/** What the file says of the site: for people. The mesh's membership decides. */
export function withSite(config: Config, name: string | undefined, labels: Readonly<Record<string, string>>): Config {
  const { location, medium, manager, ...others } = labels
  return {
    ...config,
    site: {
      ...(name === undefined ? {} : { name }),
      ...(location === undefined ? {} : { location }),
      ...(medium === undefined ? {} : { medium }),
      ...(manager === undefined ? {} : { manager }),
      labels: others,
    },
  }
}

/** The text of a config file. */
export function configText(config: Config): string {
  const { capacity, ...store } = config.store
  const capacityText = capacity === undefined ? {} : { capacity: exactSize(capacity) }
  const { hooks, ...capture } = captureText(config.capture) ?? {}
  const hooksText = hooks && Object.keys(hooks).length > 0 ? { hooks } : {}
  const body = stringify({
    ...config,
    store: { ...store, ...capacityText },
    capture: { ...capture, ...hooksText },
    surplus: surplusText(config.surplus),
  })
  return `# Holdfast, one site. Every key: holdfast config schema; check after editing: holdfast config check\n${body}`
}

/** Replaces the file whole, so that no crash leaves half of one. */
export async function writeConfigFile(home: Home, config: Config): Promise<void> {
  await mkdir(home.path, { recursive: true, mode: 0o700 })
  const text = configText(config)
  parseConfig(text, home.config)
  const temporary = `${home.config}.new`
  await writeFile(temporary, text, { flush: true })
  await rename(temporary, home.config)
}

function exactSize(bytes: number): string {
  const text = formatBytes(bytes)
  return sizeFlag('capacity', text) === bytes ? text : `${bytes} B`
}
