// holdfast stop: the daemon of this site finishes what it must and ends.
import { setTimeout as wait } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { isRunning } from '../process.ts'

/** The daemon drains within 20 s. */
const STOPPED_WITHIN_MS = 30_000

export const stopCommand = defineCommand({
  usage: 'stop',
  summary: "Stop this site's daemon",
  options: yargs => yargs,
  async run(invocation) {
    const { cli } = invocation
    const { value, wire } = await invocation.client.call('stop', {})
    const until = cli.now() + STOPPED_WITHIN_MS
    while (isRunning(value.pid)) {
      if (cli.now() > until) {
        throw new HoldfastError('BUSY', `the daemon ${value.pid} has not ended within ${STOPPED_WITHIN_MS / 1000} s`, {
          hint: `look at ${invocation.home.log}, then: kill ${value.pid}`,
        })
      }
      await wait(50)
      cli.signal.throwIfAborted()
    }
    invocation.printJson(wire)
    invocation.print('stopped')
    return EXIT.done
  },
})
