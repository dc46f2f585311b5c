// Reads the daemon's config file and settles its paths (§ Config).
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { type Config, parseConfig } from '../protocol/config.ts'
import { HoldfastError } from '../protocol/errors.ts'

/** Loads `<home>/config.toml`; `store.path` comes back absolute. Throws CONFIG_INVALID (exit 78). */
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
  const path = isAbsolute(config.store.path) ? config.store.path : join(home, config.store.path)
  return { ...config, store: { ...config.store, path } }
}
