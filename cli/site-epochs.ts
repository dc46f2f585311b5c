// A site that left takes its keys along: every ring it could read gets a new epoch, where this site can open one.
import { isError } from '../protocol/errors.ts'
import type { RingId } from '../protocol/ids.ts'
import type { Invocation } from './invocation.ts'

/** The rings that got one. What fails is told with the command that does it. */
export async function openEpochs(invocation: Invocation, rings: readonly RingId[]): Promise<RingId[]> {
  const rotated: RingId[] = []
  for (const ring of rings) {
    try {
      await invocation.client.call('rotateKey', { ring })
      rotated.push(ring)
    } catch (error) {
      if (!isError(error)) throw error
      invocation.note(`ring ${ring.slice(0, 8)} has no new epoch yet: ${error.message}`)
      invocation.note(`next, at a site that is trusted for it: holdfast key rotate ${ring.slice(0, 8)}`)
    }
  }
  if (rotated.length > 0) {
    const which = rotated.length === 1 ? 'one ring' : `${rotated.length} rings`
    invocation.note(`${which} sealed in a new epoch from now on; what it could read before, it still can`)
  }
  return rotated
}
