// A member that takes every request and answers none, or answers what is small and then hangs on catalogs and chunks: it keeps
// its line open, so that nobody can take it for dead.
import type { Serves } from '../../../node/work/peers.ts'
import type { Target, Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { joinAs, mute } from './member.ts'

export interface TarPitTask {
  readonly targets: readonly Target[]
  readonly turned: Turned
  /** Hangs on every request, or only where much is asked of it. */
  readonly hangs: 'everywhere' | 'on catalogs'
}

/** How many requests it has taken. */
export type TarPitResult = number

runActor<TarPitTask, TarPitResult>(async ({ targets, turned, hangs }, { say, told }) => {
  let taken = 0
  const hang = (_from: unknown, _request: unknown, signal: AbortSignal): Promise<never> => {
    taken++
    return new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    )
  }
  const large: Partial<Serves> = {
    catalog: hang,
    prove: hang,
    async *chunks(from, wanted, signal) {
      yield await hang(from, wanted, signal)
    },
  }
  const serves: Serves = {
    ...mute,
    ...large,
    ...(hangs === 'everywhere' ? { hello: hang, heads: hang, ahead: hang } : {}),
  }
  await using network = await joinAs(turned, targets, serves)
  say('connected')
  await told()
  void network
  return taken
})
