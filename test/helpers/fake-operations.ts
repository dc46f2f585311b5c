// Operations that answer from a table, for tests of the local API's server and of the command line.
import type { Operations } from '../../node/api/operations.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { ROUTES } from '../../protocol/local-api.ts'

/** Every operation that `answers` doesn't name throws NOT_FOUNDED. */
export function fakeOperations(answers: Partial<Operations>): Operations {
  const refuse = () => {
    throw new HoldfastError('NOT_FOUNDED', 'this site belongs to no mesh yet', { hint: 'holdfast init NAME' })
  }
  const all = Object.fromEntries(Object.keys(ROUTES).map(name => [name, async () => refuse()]))
  return { ...(all as unknown as Operations), ...answers }
}
