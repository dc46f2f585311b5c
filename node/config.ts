// Reads the daemon's config file and settles its paths (§ Config).
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { type Config, parseConfig } from '../protocol/config.ts'
import { HoldfastError } from '../protocol/errors.ts'

/** Loads `<home>/config.toml`; its paths come back absolute. Throws CONFIG_INVALID (exit 78). */
export async function loadConfig(home: string): Promise<Config> {
  const file = join(home, 'config.toml')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new HoldfastError('CONFIG_INVALID', `${file} can't be read: ${(cause as Error).message}`, {
      cause,
      hint: 'holdfast init NAME founds a mesh here, holdfast join TICKET joins one',
    })
  }
  const config = parseConfig(text, file)
  const absolute = (path: string) => (isAbsolute(path) ? path : join(home, path))
  const { passphrase_file: passphraseFile } = config.keys
  const { read_socket: readSocket, restore_folder: restoreFolder = 'restored' } = config.api
  return {
    ...config,
    api: {
      ...config.api,
      ...(readSocket !== undefined && { read_socket: absolute(readSocket) }),
      restore_folder: absolute(restoreFolder),
    },
    store: { ...config.store, path: absolute(config.store.path) },
    keys: passphraseFile === undefined ? {} : { passphrase_file: absolute(passphraseFile) },
  }
}
