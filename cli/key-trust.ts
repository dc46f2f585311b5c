// holdfast key grant and withdraw: an owner says which sites may read a ring. Granting hands over every epoch; withdrawing
// takes nothing back that was handed over, so it opens a new epoch, and says so.
import { HoldfastError } from '../protocol/errors.ts'
import type { RingId } from '../protocol/ids.ts'
import { memberStatement, nextRecord } from '../protocol/member.ts'
import type { MemberRecord } from '../protocol/membership.ts'
import { defineCommand } from './command.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { memberNamed } from './member-named.ts'
import { flag, positional } from './options.ts'
import { ownerOptions } from './owner-flags.ts'
import { canAsk, confirm } from './prompt.ts'
import { printable } from './table.ts'
import type { Trust } from './trust.ts'

export const grantCommand = defineCommand({
  usage: 'grant <ring> <site>',
  summary: 'Let a site read a ring: what it seals now, and what it ever sealed',
  options: yargs =>
    ownerOptions(
      yargs
        .positional('ring', positional('a ring, or a project for the ring it is sealed with'))
        .positional('site', positional('name or id')),
    ),
  async run(invocation, options) {
    const { trust, ring, member } = await meant(invocation, options)
    if (!member.rings.has(ring))
      await submitRings(invocation, trust, member, [...member.rings, ring], options.totp, `keys of ring ${ring}`)
    const { value, wire } = await invocation.client.call('grantKey', { ring, site: member.site })
    invocation.printJson(wire)
    invocation.print(`${printable(value.name)} may read ring ${ring.slice(0, 8)}: its keys are on their way`)
    return EXIT.done
  },
})

export const withdrawCommand = defineCommand({
  usage: 'withdraw <ring> <site>',
  summary: 'No longer let a site read what comes: new keys, and none for it',
  options: yargs =>
    ownerOptions(
      yargs
        .positional('ring', positional('a ring, or a project for the ring it is sealed with'))
        .positional('site', positional('name or id'))
        .option('yes', flag("don't ask"))
        .option('dry-run', flag('only show what would happen')),
    ),
  async run(invocation, options) {
    const { cli } = invocation
    const { trust, ring, member, name } = await meant(invocation, options)
    if (!member.rings.has(ring)) {
      throw new HoldfastError('NOT_ALLOWED', `${member.name} is not trusted for ring ${name}`, {
        hint: `${invocation.say('key list')} shows who is`,
      })
    }
    const left = [...trust.membership.members.values()].filter(
      one => !one.revoked && one.site !== member.site && one.rings.has(ring),
    )
    if (left.length === 0) {
      throw new HoldfastError('NOT_ALLOWED', `${member.name} is the only site that may read ring ${name}`, {
        hint: `${invocation.say(`key grant ${name} SITE`)} first: what nobody can read is lost`,
      })
    }
    const words = `${member.name} gets no more keys of ring ${name}; ${left.map(one => one.name).join(', ')} stay trusted`
    if (options.dryRun) {
      invocation.printJson({ ring, site: member.site, trusted: left.map(({ site }) => site), dryRun: true })
      invocation.print(printable(words))
      return EXIT.done
    }
    if (!options.yes && !canAsk(cli))
      throw usageError('key withdraw asks before it acts', 'without a terminal, give --yes')
    if (!options.yes && !(await confirm(cli, `${words}. Go on?`))) return EXIT.failed
    const rest = [...member.rings].filter(id => id !== ring)
    await submitRings(invocation, trust, member, rest, options.totp, `no more keys of ring ${ring}`)
    const { openEpochs } = await import('./site-epochs.ts')
    const rotated = await openEpochs(invocation, [ring])
    invocation.printJson({ ring, site: member.site, rotated: rotated.length > 0 })
    invocation.print(printable(words))
    invocation.note('what it could read before it still can: nobody can take back keys that were handed over')
    return EXIT.done
  },
})

interface Options {
  readonly ring: string
  readonly site: string
  readonly passphraseFile: string | undefined
  readonly ownerKey: string | undefined
}

/** Whom and what an owner means; `name`: the ring as it was asked for. */
async function meant(
  invocation: Invocation,
  { ring, site, passphraseFile, ownerKey }: Options,
): Promise<{ trust: Trust; ring: RingId; member: MemberRecord; name: string }> {
  const { openTrust } = await import('./trust.ts')
  const trust = await openTrust(invocation, passphraseFile, ownerKey)
  const member = memberNamed(trust.membership, site)
  if (member.revoked) throw new HoldfastError('NOT_ALLOWED', `${member.name} is revoked, for ever`)
  return { trust, member, ring: await ringNamed(invocation, ring), name: ring }
}

/** A ring by its id, a prefix of it, the project it is of, or `standard`. Throws KEY_MISSING, AMBIGUOUS. */
export async function ringNamed(invocation: Invocation, reference: string): Promise<RingId> {
  const { rings } = (await invocation.client.call('keys', {})).value
  const isStart = (id: string) => reference.length >= 3 && id.startsWith(reference.toLowerCase())
  const found = rings.filter(
    ({ ring, standard, projects }) =>
      (reference === 'standard' && standard) ||
      isStart(ring) ||
      projects.some(({ id, name }) => name === reference || isStart(id)),
  )
  if (found.length === 1) return found[0]!.ring
  if (found.length > 1)
    throw new HoldfastError('AMBIGUOUS', `${found.length} rings are meant by ${reference}`, {
      hint: 'give more of the id',
    })
  throw new HoldfastError('KEY_MISSING', `no ring and no project is called ${reference}`, {
    hint: `${invocation.say('key list')} shows the rings`,
  })
}

async function submitRings(
  { cli }: Invocation,
  trust: Trust,
  member: MemberRecord,
  rings: readonly RingId[],
  totp: string | undefined,
  note: string,
): Promise<void> {
  const statement = memberStatement(trust.membership.mesh, nextRecord(member, { rings }, cli.now()), trust.owner)
  await trust.submit([statement], { totp, note: `${member.name}: ${note}` })
}
