// holdfast owner totp: one-time codes before what is destructive. The secret is made here, shown once, and kept in the
// constitution sealed to a ring, so that every trusted site can ask for a code.
import { randomBytes } from 'node:crypto'
import { HoldfastError } from '../../protocol/errors.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import type { Invocation } from '../invocation.ts'
import { ownerFlags } from '../owner-flags.ts'
import { ask, canAsk } from '../prompt.ts'

const on = defineCommand({
  usage: 'on',
  summary: 'Ask for a one-time code before anything destructive',
  options: yargs => ownerFlags(yargs),
  async run(invocation, flags) {
    const { changeConstitution } = await import('../constitution-change.ts')
    const { TOTP_SECRET_LENGTH, totpText, totpUri } = await import('../../protocol/totp.ts')
    const secret = randomBytes(TOTP_SECRET_LENGTH)
    return await changeConstitution(invocation, flags, async (_current, { name }) => {
      const { value } = await invocation.client.call('sealTotp', { secret })
      if (!flags.dryRun) {
        invocation.printJson({ type: 'secret', secret: totpText(secret), uri: totpUri(secret, name) })
        invocation.print(`${totpUri(secret, name)}\nsecret: ${totpText(secret)}`)
        invocation.note('shown once: put it into your phone now, and on paper beside the recovery sheet')
        await confirmCode(invocation, secret)
      }
      return { totp: value.sealed }
    })
  },
})

const off = defineCommand({
  usage: 'off',
  summary: 'Ask for no one-time codes any more',
  options: yargs => ownerFlags(yargs),
  async run(invocation, flags) {
    const { changeConstitution } = await import('../constitution-change.ts')
    return await changeConstitution(invocation, flags, ({ totp }) => {
      if (totp === undefined) throw usageError('the mesh asks for no one-time codes')
      return { totp: undefined }
    })
  },
})

export const totpCommand = defineGroup('totp', 'Ask for one-time codes before what is destructive, or stop asking', [
  on,
  off,
])

// Whoever can't show a code now would be locked out of every destructive command.
async function confirmCode({ cli }: Invocation, secret: Uint8Array): Promise<void> {
  if (!canAsk(cli)) return
  const { matchTotp } = await import('../../protocol/totp.ts')
  const code = await ask(cli, 'the code your phone shows now: ')
  if (matchTotp(secret, code, cli.now(), 0) !== undefined) return
  throw new HoldfastError('TOTP_WRONG', 'the phone shows another code: nothing was changed', {
    hint: "enter the secret again, and compare this machine's clock with the phone's",
  })
}
