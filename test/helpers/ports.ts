// The real clock and randomness with a log that keeps silent.
import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'

const quiet = () => undefined
export const testPorts: Ports = {
  clock: realClock,
  random: realRandom,
  log: { info: quiet, warn: quiet, error: quiet, debug: quiet },
}
