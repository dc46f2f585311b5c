// The tools the bench knows: how each is set up, and what must be installed for it.

import { SESSION } from '../studio/project.ts'
import type { Contestant } from './contestant.ts'
import { type HoldfastOptions, openHoldfast } from './holdfast.ts'
import { openBorg } from './peers/borg.ts'
import { openRestic } from './peers/restic.ts'
import { openRsync } from './peers/rsync.ts'
import { openSyncthing } from './peers/syncthing.ts'
import { isInstalled } from './program.ts'

export const PEERS = ['rsync', 'syncthing', 'restic', 'borg'] as const
export type Peer = (typeof PEERS)[number]

const SSHD = '/usr/sbin/sshd'
const NEEDS: Readonly<Record<Peer, readonly string[]>> = {
  rsync: ['rsync', SSHD],
  syncthing: ['syncthing'],
  restic: ['restic', 'rsync', SSHD],
  borg: ['borg', 'rsync', SSHD],
}
const PACKAGES: Readonly<Record<string, string>> = { borg: 'borgbackup', [SSHD]: 'openssh-server' }

/** The Debian packages that are missing for a peer. */
export function missingFor(peer: Peer): string[] {
  return NEEDS[peer].filter(command => !isInstalled(command)).map(command => PACKAGES[command] ?? command)
}

/** Sets a tool up on a project folder; `work` is scratch space of its own. */
export function openTool(tool: string, source: string, work: string, options: HoldfastOptions): Promise<Contestant> {
  switch (tool) {
    case 'holdfast':
      return openHoldfast(source, options)
    case 'rsync':
      return openRsync(source, work)
    case 'syncthing':
      return openSyncthing(source, work, SESSION)
    case 'restic':
      return openRestic(source, work)
    case 'borg':
      return openBorg(source, work)
    default:
      throw new TypeError(`no tool ${tool}`)
  }
}
