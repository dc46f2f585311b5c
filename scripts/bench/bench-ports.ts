// Real clock and randomness for what the bench runs of the product in its own process; nothing is logged but errors.
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'

export function benchPorts(): Ports {
  const quiet = (): void => undefined
  const error = (fields: unknown, message: string): void => console.error(message, fields)
  return { clock: realClock, random: realRandom, log: { debug: quiet, info: quiet, warn: quiet, error } }
}
