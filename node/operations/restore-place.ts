// Where a caller may have files written. The daemon writes as its own user: whoever could name any folder could become that
// user by writing into the right one. So a token that may restore and no more restores below one folder (§ Local API, Callers).
import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Caller, includesScope } from '../../protocol/local-api-scope.ts'
import type { NodeContext } from '../context.ts'

/** Throws NOT_ALLOWED unless `caller` may restore into `target`, an absolute path. */
export async function requirePlace({ home, config }: NodeContext, caller: Caller, target: string): Promise<void> {
  if (includesScope(caller.scope, 'operate')) return
  const folder = config.api.restore_folder ?? join(home, 'restored')
  const [allowed, given] = await Promise.all([realPlace(folder), realPlace(target)])
  if (given.startsWith(allowed + sep)) return
  throw new HoldfastError('NOT_ALLOWED', `${caller.name} restores below ${folder} alone`, {
    hint: `--to ${join(folder, 'NAME')}; the operator chooses the folder: [api] restore_folder in config.toml`,
  })
}

/** Where a path leads, whether its last parts are there or not. */
async function realPlace(path: string): Promise<string> {
  const parts: string[] = []
  for (let at = join(path); ; at = dirname(at)) {
    try {
      return join(await realpath(at), ...parts)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || at === dirname(at)) throw error
      parts.unshift(at.slice(dirname(at).length).replace(/^\/+/, ''))
    }
  }
}
