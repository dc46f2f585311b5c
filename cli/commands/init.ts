// holdfast init: found a mesh with this site as its first member.
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { labelFlags, nameOption, positional, repeated, required, text } from '../options.ts'
import { withUnfoundedDaemon } from '../set-up.ts'
import { printable } from '../table.ts'

export const initCommand = defineCommand({
  usage: 'init <mesh>',
  summary: 'Found a mesh, with this site as its first',
  options: yargs =>
    yargs
      .positional('mesh', positional('the name of the mesh'))
      .option('site', required("this site's name"))
      .option('location', required('the place that burns down together'))
      .option('medium', required('what it stores on: ssd, hdd, tape, object'))
      .option('manager', required('who administers it, and could delete its copies'))
      .option('label', repeated('any other label, NAME=VALUE'))
      .option('store', text('the folder for the chunks; default: store in the home'))
      .option('capacity', text('how much it may store, such as 6TB; default: what the disk has'))
      .option('listen', repeated('address to listen on, default /ip4/0.0.0.0/tcp/4801'))
      .option('join-listen', repeated('address for joining sites, default /ip4/0.0.0.0/tcp/4802'))
      .option('passphrase-file', text("the file with the owner key's passphrase")),
  async run(invocation, options) {
    const mesh = nameOption('mesh', options.mesh)
    const name = nameOption('site', options.site)
    const labels = labelFlags(options)
    return await withUnfoundedDaemon(invocation, options, { name, labels }, async identity => {
      // Loaded when needed: keys and signatures would slow every other command's start.
      const { makeOwnerKey } = await import('../owner-key.ts')
      const { foundingOf } = await import('../founding.ts')
      const { keepSheet, showSheet } = await import('../keep-sheet.ts')
      const owner = await makeOwnerKey(invocation, options.passphraseFile)
      const founding = foundingOf(mesh, name, labels, identity, owner, invocation.cli.now())
      const sheetWith = (addresses: readonly string[]) => {
        return { name: mesh, mesh: founding.mesh, sites: [{ name, addresses }], phrase: founding.phrase }
      }
      // Before: a mesh whose constitution names a phrase that nobody knows would be worse than a stray file.
      const recoverySheet = await keepSheet(invocation, sheetWith([]))
      const { value, wire } = await invocation.client.call('found', founding.request)
      await showSheet(invocation, sheetWith((await invocation.client.call('identity', {})).value.addresses))
      const files = { ownerKey: invocation.home.ownerKey, recoverySheet }
      invocation.printJson({ ...wire, home: invocation.home.path, ...files })
      invocation.print(
        `founded ${printable(value.name)}: mesh ${value.mesh.slice(0, 8)}, site ${printable(value.siteName)} at ${labels.location}`,
      )
      invocation.print(`the owner key is ${invocation.home.ownerKey}: whoever has it and its passphrase owns the mesh`)
      invocation.note(`next: ${invocation.say('project add NAME --folder DIR')}`)
      invocation.note(`next: ${invocation.say('invite --site NAME --location PLACE')}`)
      return EXIT.done
    })
  },
})
