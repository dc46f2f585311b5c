// At a machine that runs as the recovery identity the operations that change something are refused: it is no member, and
// nobody would take what it signs (§ Recovery).
import { HoldfastError } from '../../protocol/errors.ts'
import { ROUTES, type RouteName } from '../../protocol/local-api.ts'
import type { Scope } from '../../protocol/local-api-scope.ts'
import type { Operations } from '../api/operations.ts'
import type { NodeContext } from '../context.ts'

const READING: ReadonlySet<Scope> = new Set<Scope>(['read', 'restore'])
/** What is asked for with more than a reader's scope and changes nothing of the mesh. */
const HARMLESS: ReadonlySet<RouteName> = new Set(['stop', 'statements', 'exportKeys', 'wrapKeys'])

export function onlyReadingFrom(context: NodeContext, operations: Operations): Operations {
  const isRefused = (name: RouteName): boolean => {
    const joined = context.joined()
    if (joined === undefined || !joined.site.members.isRecovery(joined.site.me)) return false
    return !READING.has(ROUTES[name].scope) && !HARMLESS.has(name)
  }
  const names = Object.keys(ROUTES) as RouteName[]
  const guarded = names.map(name => {
    const operation = operations[name] as (...call: unknown[]) => Promise<unknown>
    const guard = async (...call: unknown[]): Promise<unknown> => {
      if (!isRefused(name)) return await operation.apply(operations, call)
      throw new HoldfastError(
        'NOT_ALLOWED',
        'this machine reads from the recovery phrase, and is no site of the mesh',
        {
          hint: 'restore what is needed, then bring a new site in: holdfast invite where an owner key is',
        },
      )
    }
    return [name, guard]
  })
  return Object.fromEntries(guarded) as Operations
}
