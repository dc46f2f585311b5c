// holdfast delete: have snapshots deleted at every site before their retention ends. Owners sign it, every holder waits and
// keeps its locks, and until the bytes are freed holdfast undelete calls it back (§ Deletion).
import { formatSpan } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { durationFlag, positional, text } from '../options.ts'
import { ownerFlags } from '../owner-flags.ts'
import { splitSource } from './restore.ts'

export const deleteCommand = defineCommand({
  usage: 'delete <what> [more..]',
  summary: 'Have PROJECT, or PROJECT@SNAPSHOT, deleted everywhere; owners sign, and every site waits first',
  options: yargs =>
    ownerFlags(yargs)
      .positional('what', positional('PROJECT (every snapshot it has now), or PROJECT@SNAPSHOT'))
      .positional('more', { type: 'string', array: true, describe: 'further snapshots of the same project' } as const)
      .option('why', text('the reason; every site can read it, blind ones too'))
      .option('wait', text('how long every site waits first; default and least: 3d')),
  async run(invocation, { what, more, why, wait, out, ...rest }) {
    const flags = { ...rest, out }
    const {
      DELETE_WAIT_S,
      agrees,
      deletionJson,
      deletionWords,
      planWords,
      signDeletion,
      submitDeletion,
      writeDeletion,
    } = await import('../deletion.ts')
    const { openTrust } = await import('../trust.ts')
    const { drawUpDelete } = await import('../../protocol/delete-certificate.ts')
    const { deleteProposalOf } = await import('../../protocol/delete-proposal.ts')
    const waitSeconds = wait === undefined ? DELETE_WAIT_S : durationFlag('wait', wait)
    if (waitSeconds < DELETE_WAIT_S)
      throw usageError(`every site waits ${formatSpan(DELETE_WAIT_S)} at the least`, 'leave --wait out')
    const { value: plan, wire } = await invocation.client.call('planDeletion', request([what, ...(more ?? [])]))
    const words = planWords(plan, waitSeconds)
    if (flags.dryRun) {
      invocation.printJson({ ...wire, waitSeconds, dryRun: true })
      invocation.print(words.join('\n'))
      return EXIT.done
    }
    if (!(await agrees(invocation, flags, words))) return EXIT.failed
    const { owner, membership } = await openTrust(invocation, flags.passphraseFile, flags.ownerKey)
    const constitutions = [...membership.statements.values()].filter(({ type }) => type === 'constitution')
    const unsigned = drawUpDelete(membership.mesh, {
      project: plan.project,
      snapshots: plan.snapshots.map(({ id }) => id),
      time: invocation.cli.now(),
      waitSeconds,
      why: why ?? '',
    })
    const signed = signDeletion(deleteProposalOf(constitutions, [unsigned]), owner)
    if (signed.stands) return await submitDeletion(invocation, flags, signed)
    const file = await writeDeletion(invocation, out ?? `delete-${signed.certificate.id.slice(0, 12)}.proposal`, signed)
    invocation.printJson({ ...deletionJson(signed), submitted: false, file })
    invocation.print(`${deletionWords(signed).at(-1)}\nmore owners must sign: send them ${file}`)
    invocation.note(
      `next: each of them, holdfast owner sign FILE --owner-key KEY; then ${invocation.say('owner submit FILE')}`,
    )
    return EXIT.done
  },
})

/** All of one project; one word that names the project alone means all of its snapshots. */
function request(words: readonly string[]): { project: string; snapshots: string[] } {
  const parts = words.map(splitSource)
  const [first] = parts
  const project = first?.project ?? ''
  if (parts.some(part => part.project !== project))
    throw usageError('one certificate deletes of one project', 'run it once for each project')
  const snapshots = parts.flatMap(({ snapshot }) => snapshot ?? [])
  if (snapshots.length !== parts.length && parts.length > 1)
    throw usageError(`"${project}" alone means all its snapshots`, 'write PROJECT@SNAPSHOT for each')
  return { project, snapshots }
}
