// holdfast site: what owners decide about the members. `site list` is `sites`.
import { defineCommand, defineGroup } from '../command.ts'
import { retireCommand } from '../site-retire.ts'
import { revokeCommand } from '../site-revoke.ts'
import { setCommand } from '../site-set.ts'
import { showSites } from './sites.ts'

const list = defineCommand({
  usage: 'list',
  summary: 'Show the sites of the mesh, as holdfast sites does',
  options: yargs => yargs,
  run: showSites,
})

export const siteCommand = defineGroup('site', 'List, change, retire, revoke sites', [
  list,
  setCommand,
  retireCommand,
  revokeCommand,
])
