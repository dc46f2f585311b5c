// holdfast undelete: call a deletion back while its bytes are still there, or list those there are (§ Deletion). One owner,
// or one site that is an operator, is enough: keeping needs no threshold.
import { HoldfastError } from '../../protocol/errors.ts'
import type { DeletionView } from '../../protocol/local-api-deletions.ts'
import { formatCount, formatSpan } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { text } from '../options.ts'
import { printable, renderTable } from '../table.ts'
import { splitSource } from './restore.ts'

export const undeleteCommand = defineCommand({
  usage: 'undelete [what]',
  summary: 'Call a deletion back: CERTIFICATE, PROJECT or PROJECT@SNAPSHOT; without a word, list them',
  options: yargs =>
    yargs
      .positional('what', {
        type: 'string',
        describe: 'the certificate by its beginning, PROJECT, or PROJECT@SNAPSHOT',
      } as const)
      .option('passphrase-file', text("the file with the owner key's passphrase"))
      .option('owner-key', text('sign with this owner key instead of this site (HOLDFAST_OWNER_KEY)')),
  async run(invocation, { what, passphraseFile, ownerKey }) {
    const { value, wire } = await invocation.client.call('deletions', {})
    if (what === undefined) {
      invocation.printJson(wire)
      invocation.print(listed(value.deletions).join('\n'))
      return EXIT.done
    }
    const meant = findDeletions(value.deletions, what)
    const called: DeletionView[] = []
    for (const { certificate, snapshots } of meant) {
      const signed = ownerKey === undefined ? {} : { signed: await sign(invocation, certificate, snapshots) }
      called.push((await invocation.client.call('undelete', { certificate, snapshots, ...signed })).value)
    }
    invocation.printJson({ undeleted: meant })
    for (const [at, { snapshots }] of meant.entries()) {
      const { name, project, certificate, quarantined } = called[at]!
      const of = printable(name ?? project.slice(0, 8))
      const number = snapshots.length === 0 ? called[at]!.snapshots.length : snapshots.length
      invocation.print(
        `${formatCount(number, 'snapshot')} of ${of} ${number === 1 ? 'stays' : 'stay'}: deletion ${certificate.slice(0, 12)} is called back`,
      )
      if (quarantined > 0) invocation.note(`${quarantined} come back out of quarantine here within a minute`)
    }
    return EXIT.done

    async function sign(
      of: Invocation,
      certificate: DeletionView['certificate'],
      snapshots: DeletionView['snapshots'],
    ) {
      const { openTrust } = await import('../trust.ts')
      const { signUndelete } = await import('../../protocol/delete-certificate.ts')
      const { owner, membership } = await openTrust(of, passphraseFile, ownerKey)
      return signUndelete(membership.mesh, { certificate, snapshots, time: of.cli.now() }, owner)
    }
  },
})

/** Which of them are meant, and what of each: no snapshots means all. Throws RECORD_UNKNOWN, AMBIGUOUS. */
function findDeletions(
  deletions: readonly DeletionView[],
  what: string,
): Pick<DeletionView, 'certificate' | 'snapshots'>[] {
  const open = deletions.filter(({ state }) => state !== 'undeleted')
  const certificates =
    what.length < 4 ? [] : open.filter(({ certificate }) => certificate.startsWith(what.toLowerCase()))
  if (certificates.length > 1)
    throw new HoldfastError('AMBIGUOUS', `${certificates.length} deletions begin with ${what}`)
  if (certificates[0] !== undefined) return [{ certificate: certificates[0].certificate, snapshots: [] }]
  const { project, snapshot } = splitSource(what)
  const isMeant = (one: DeletionView) =>
    one.name === project || (project.length >= 3 && one.project.startsWith(project))
  const found = open.filter(isMeant).flatMap(({ certificate, snapshots, undeleted }) => {
    if (snapshot === undefined) return { certificate, snapshots: [] }
    const named = snapshots.filter(id => snapshot.length >= 3 && id.startsWith(snapshot) && !undeleted.includes(id))
    if (named.length > 1) throw new HoldfastError('AMBIGUOUS', `${named.length} snapshots begin with ${snapshot}`)
    return named.length === 0 ? [] : { certificate, snapshots: named }
  })
  if (found.length > 0) return found
  if (what.trim() === '') throw usageError('say what stays', 'holdfast undelete lists what is to be deleted')
  throw new HoldfastError('RECORD_UNKNOWN', `nothing of ${printable(what)} is to be deleted`, {
    hint: 'holdfast undelete lists what is',
  })
}

function listed(deletions: readonly DeletionView[]): string[] {
  if (deletions.length === 0) return ['nothing is to be deleted']
  return renderTable<DeletionView>(
    [
      { title: 'CERTIFICATE', cell: ({ certificate }) => certificate.slice(0, 12) },
      { title: 'PROJECT', cell: ({ name, project }) => printable(name ?? project.slice(0, 8)) },
      { title: 'SNAPSHOTS', align: 'right', cell: ({ snapshots }) => String(snapshots.length) },
      { title: 'STATE', cell: stateWords },
      { title: 'WHY', cell: ({ why }) => printable(why) },
    ],
    deletions,
  )
}

function stateWords({ state, waitSeconds, held, quarantined, freesSeconds }: DeletionView): string {
  if (state === 'undeleted') return 'called back'
  if (state === 'suspended') return "suspended: today's owners are not behind it"
  const frees = freesSeconds === null ? 'nothing of it here' : `bytes here go in ${formatSpan(freesSeconds)}`
  if (state === 'waiting') return `waits ${formatSpan(waitSeconds)} more; ${frees}`
  const parts = [
    held > 0 ? `${held} locked here` : '',
    quarantined > 0 ? `${quarantined} in quarantine here` : '',
    frees,
  ]
  return parts.filter(part => part !== '').join('; ')
}
