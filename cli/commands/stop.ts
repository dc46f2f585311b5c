// holdfast stop: the daemon of this site finishes what it must and ends.
import { HoldfastError } from '../../protocol/errors.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { STOPPED_WITHIN_MS, waitUntilEnded } from '../process.ts'

export const stopCommand = defineCommand({
  usage: 'stop',
  summary: "Stop this site's daemon",
  options: yargs => yargs,
  async run(invocation) {
    const { cli } = invocation
    const { value, wire } = await invocation.client.call('stop', {})
    if (!(await waitUntilEnded(value.pid, cli.signal))) {
      throw new HoldfastError('BUSY', `the daemon ${value.pid} has not ended within ${STOPPED_WITHIN_MS / 1000} s`, {
        hint: `look at ${invocation.home.log}, then: kill ${value.pid}`,
      })
    }
    invocation.printJson(wire)
    invocation.print('stopped')
    return EXIT.done
  },
})
