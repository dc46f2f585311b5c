// The name and version this daemon gives itself, from its package.
import { readFileSync } from 'node:fs'

/** `holdfast/0.1.0`. */
export function softwareName(): string {
  for (const up of ['..', '../..']) {
    const name = versionIn(new URL(`${up}/package.json`, import.meta.url))
    if (name !== undefined) return name
  }
  return 'holdfast/unknown'
}

function versionIn(file: URL): string | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string }
    return name === 'holdfast' && version ? `holdfast/${version}` : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
