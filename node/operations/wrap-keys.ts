// Wraps this site's keys at rest, or unwraps them (§ Identity file). The running daemon holds them open and goes on.
import { HoldfastError } from '../../protocol/errors.ts'
import { CREDENTIAL_LENGTH, type KeyWrap } from '../../protocol/key-wrap.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import type { Wrapped, WrapRequest } from '../../protocol/local-api-trust.ts'
import type { NodeContext } from '../context.ts'

export async function wrapKeys(context: NodeContext, request: WrapRequest, caller: Caller): Promise<Wrapped> {
  const file = await context.rewrap(keyOf(request))
  context.ports.log.info({ with: request.with }, "this site's keys were saved anew")
  await context
    .joined()
    ?.site.audit.record({ act: request.with === 'nothing' ? 'key-unwrap' : 'key-wrap', who: caller.name })
  return { with: request.with, file }
}

function keyOf(request: WrapRequest): KeyWrap | undefined {
  if (request.with === 'nothing') return undefined
  if (request.with === 'passphrase') return request
  if (request.credential.byteLength !== CREDENTIAL_LENGTH)
    throw new HoldfastError('USAGE', `a credential has ${CREDENTIAL_LENGTH} bytes`)
  return request
}
