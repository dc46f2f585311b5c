// holdfast verify: re-hash this site's copy of a project, or of all. Exit 5 when damage was found, repaired or not.
import { formatBytes, formatCount } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { printable } from '../table.ts'

export const verifyCommand = defineCommand({
  usage: 'verify [project]',
  summary: "Re-hash this site's copy",
  options: yargs =>
    yargs.positional('project', { type: 'string', describe: 'name or id; all when left out' }).option('accept-disk', {
      type: 'boolean',
      default: false,
      describe: 'trust a disk that failed again, if all of it reads well',
    }),
  async run(invocation, { project, acceptDisk }) {
    const request = { ...(project !== undefined && { project }), ...(acceptDisk && { acceptDisk }) }
    const { value, wire } = await invocation.withProgress(report => invocation.client.call('verify', request, report))
    invocation.printJson({ type: 'done', ...wire })
    const { chunks, bytes, bad, missing, badChunks } = value
    const read = `${formatCount(chunks, 'chunk')}, ${formatBytes(bytes)} read`
    const lines = badChunks.map(chunk => {
      const fate = chunk.repaired ? `repaired from ${printable(chunk.from ?? 'a peer')}` : 'not repaired yet'
      return `bad ${chunk.cid.slice(0, 12)}  ${fate}`
    })
    if (bad + missing === 0) lines.push(`${read}, nothing wrong`)
    else {
      lines.push(invocation.paint('red', `${read}, ${bad} bad, ${missing} missing`))
      lines.push(`  next: ${invocation.say(project === undefined ? 'status' : `whereis ${project}`)}`)
    }
    if (value.diskAccepted === true) lines.push('the disk is trusted again; the other sites prove its copies anew')
    if (value.diskAccepted === false) lines.push('the disk stays marked as failing: verify again once nothing is wrong')
    invocation.print(lines.join('\n'))
    return bad + missing > 0 ? EXIT.damage : EXIT.done
  },
})
