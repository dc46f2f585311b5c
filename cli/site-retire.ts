// holdfast site retire: a site leaves when it is no longer needed. An owner signs that it retires, the others take over
// what it holds, and the same command signs its leaving once every policy is met without it (§ Membership, Leaving).
import { setTimeout as delay } from 'node:timers/promises'
import { HoldfastError } from '../protocol/errors.ts'
import type { Departure } from '../protocol/local-api-sites.ts'
import { defineCommand } from './command.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { durationFlag, flag, positional, text } from './options.ts'
import { ownerOptions } from './owner-flags.ts'
import { canAsk, confirm } from './prompt.ts'
import { bytesToMove, departureLines, isBlocked } from './site-departure.ts'
import { openEpochs } from './site-epochs.ts'
import { printable } from './table.ts'

const LOOK_EVERY_MS = 2_000
/** Two beats: what the site has said last is known here. */
const SETTLED_MS = 6_000

export const retireCommand = defineCommand({
  usage: 'retire <site>',
  summary: 'Take a site out once the others have what it holds',
  options: yargs =>
    ownerOptions(
      yargs
        .positional('site', positional('name or id'))
        .option('dry-run', flag('only shows what would move where'))
        .option('yes', flag("don't ask"))
        .option('wait', text('how long to wait for the copies; run again to go on. Default: as long as it takes')),
    ),
  async run(invocation, { site, dryRun, yes, wait, passphraseFile, ownerKey, totp }) {
    const { client, cli } = invocation
    const until = wait === undefined ? Number.POSITIVE_INFINITY : cli.now() + 1000 * durationFlag('wait', wait)
    const { value: plan, wire } = await client.call('departure', { site })
    refuseOwn(plan)
    if (plan.revoked) throw new HoldfastError('NOT_ALLOWED', `${plan.name} has left the mesh already`)
    if (dryRun) {
      invocation.printJson({ dryRun: true, ...wire })
      invocation.print(departureLines(plan).join('\n'))
      return isBlocked(plan) ? EXIT.policyUnmet : EXIT.done
    }
    if (!yes && !canAsk(cli)) throw usageError('site retire asks before it acts', 'without a terminal, give --yes')
    for (const line of departureLines(plan)) invocation.note(line)
    if (!yes && !(await confirm(cli, `retire ${plan.name}? it can not come back as it is`))) return EXIT.failed
    const { openRecord } = await import('./site-record.ts')
    const { member, sign } = await openRecord(invocation, plan.site, { passphraseFile, ownerKey, totp })
    if (!member.retiring) await sign({ retiring: true }, `${plan.name} retires`)
    const last = await invocation.withProgress(report => untilMet(invocation, plan.site, until, report))
    if (last.projects.some(({ met }) => !met)) return stillNeeded(invocation, last)
    await sign({ revoked: true, lastHead: last.lastHead ?? undefined }, `${plan.name} has retired`)
    invocation.print(`${printable(plan.name)} has left the mesh; every policy is met without it`)
    const rotated = await openEpochs(invocation, plan.rings)
    invocation.printJson({ type: 'done', site: plan.site, name: plan.name, state: 'retired', rotated })
    invocation.note('its daemon may be stopped and its store wiped: nothing in the mesh rests on it')
    return EXIT.done
  },
})

/** Resolves when all is met twice, two beats apart, or the time is over. */
async function untilMet(
  invocation: Invocation,
  site: string,
  until: number,
  report: Parameters<Parameters<Invocation['withProgress']>[0]>[0],
): Promise<Departure> {
  const { client, cli } = invocation
  let metSince: number | undefined
  let most = 0
  while (true) {
    const { value } = await client.call('departure', { site })
    const short = value.projects.filter(({ met }) => !met)
    metSince = short.length > 0 ? undefined : (metSince ?? cli.now())
    const left = bytesToMove(value.projects)
    most = Math.max(most, left)
    const note =
      short[0] === undefined ? null : `${short[0].name ?? short[0].id.slice(0, 8)}: ${short[0].waiting ?? ''}`
    const stage = left > 0 ? 'move' : 'prove'
    report({ stage, bytes: most - left, totalBytes: most, files: 0, totalFiles: null, note })
    if (metSince !== undefined && cli.now() - metSince >= SETTLED_MS) return value
    if (cli.now() >= until) return value
    await delay(LOOK_EVERY_MS, undefined, { signal: cli.signal })
  }
}

function stillNeeded(invocation: Invocation, departure: Departure): number {
  invocation.printJson({ type: 'done', site: departure.site, name: departure.name, state: 'retiring' })
  for (const line of departureLines(departure)) invocation.print(line)
  invocation.note(`${printable(departure.name)} is retiring, and still needed`)
  invocation.note(`next: ${invocation.say(`site retire ${departure.name} --yes`)} goes on with it`)
  return EXIT.policyUnmet
}

/** A site that is cut off can't tell the others why. */
export function refuseOwn({ here, name }: Departure): void {
  if (!here) return
  throw new HoldfastError('NOT_ALLOWED', `${name} is the site this command speaks to`, {
    hint: 'run it at another site, with --owner-key FILE',
  })
}
