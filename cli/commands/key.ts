// holdfast key: the keys of rings. A site is trusted for a ring when an owner says so and it has the keys; every other
// site stores what it can't read.
import type { RingView } from '../../protocol/local-api-keys.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { exportCommand, importCommand } from '../key-file.ts'
import { recoverCommand, sheetCommand } from '../key-recover.ts'
import { grantCommand, withdrawCommand } from '../key-trust.ts'
import { flag } from '../options.ts'
import { canAsk, confirm } from '../prompt.ts'
import { printable, renderTable } from '../table.ts'
import { unwrapCommand, wrapCommand } from './key-wrap.ts'

const list = defineCommand({
  usage: 'list',
  summary: 'Show the rings, who may read them, and which projects they seal',
  options: yargs => yargs,
  async run(invocation) {
    const { value, wire } = await invocation.client.call('keys', {})
    invocation.printJson(wire)
    if (value.rings.length === 0) {
      invocation.print('this site knows of no ring')
      return EXIT.done
    }
    const lines = renderTable<RingView>(
      [
        { title: 'RING', cell: ({ ring }) => ring.slice(0, 8) },
        { title: 'KEYS', cell: keysCell },
        { title: 'TRUSTED', cell: trustedCell },
        { title: 'RECOVERY', cell: ({ recovery }) => RECOVERY_WORDS[recovery] },
        { title: 'PROJECTS', cell: projectsCell },
      ],
      value.rings,
    )
    invocation.print(lines.join('\n'))
    return EXIT.done
  },
})

const RECOVERY_WORDS: Record<RingView['recovery'], string> = {
  granted: 'by phrase',
  waiting: 'not granted yet',
  none: 'none',
}

function keysCell({ epoch, epochs, standard }: RingView): string {
  if (epoch === null) return 'not here'
  return `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}${standard ? ', standard' : ''}`
}

function trustedCell({ trusted }: RingView): string {
  return trusted.map(({ name, here }) => (here ? `${printable(name)} (here)` : printable(name))).join(', ') || 'nobody'
}

function projectsCell({ projects }: RingView): string {
  return projects.map(({ id, name }) => printable(name ?? id.slice(0, 8))).join(', ') || '-'
}

const rotate = defineCommand({
  usage: 'rotate [ring]',
  summary: 'Seal what comes from now on with new keys',
  options: yargs =>
    yargs
      .positional('ring', {
        type: 'string',
        default: 'standard',
        describe: 'a ring, or a project for the ring it is sealed with',
      } as const)
      .option('yes', flag("don't ask"))
      .option('dry-run', flag('only show who would get the new keys')),
  async run(invocation, { ring, yes, dryRun }) {
    const { cli, client } = invocation
    if (dryRun) {
      const { value } = await client.call('keys', {})
      const found = value.rings.filter(one => isMeant(one, ring))
      if (found.length !== 1) throw usageError(`${found.length} rings are meant by ${ring}`, 'holdfast key list')
      const [{ ring: id, trusted, recovery }] = found as [RingView]
      invocation.printJson({ ring: id, trusted, recovery, dryRun: true })
      invocation.print(`ring ${id.slice(0, 8)}: new keys would go to ${trustedCell(found[0]!)}`)
      return EXIT.done
    }
    if (!yes && !canAsk(cli)) throw usageError('key rotate asks before it acts', 'without a terminal, give --yes')
    if (!yes && !(await confirm(cli, `seal with new keys from now on (${ring})?`))) return EXIT.failed
    const { value, wire } = await client.call('rotateKey', { ring })
    invocation.printJson(wire)
    invocation.print(
      `ring ${value.ring.slice(0, 8)}: ${value.epochs} epochs; new chunks are sealed in the newest, granted to ${value.granted} more`,
    )
    invocation.note('what was sealed before is not sealed again: whoever had those keys can read it as before')
    return EXIT.done
  },
})

function isMeant({ ring, standard, projects }: RingView, reference: string): boolean {
  if (reference === 'standard') return standard
  if (reference.length >= 3 && ring.startsWith(reference.toLowerCase())) return true
  return projects.some(({ id, name }) => name === reference || (reference.length >= 3 && id.startsWith(reference)))
}

export const keyCommand = defineGroup('key', 'Who may read: rings, their keys, recovery, keys at rest', [
  list,
  rotate,
  grantCommand,
  withdrawCommand,
  exportCommand,
  importCommand,
  sheetCommand,
  recoverCommand,
  wrapCommand,
  unwrapCommand,
])
