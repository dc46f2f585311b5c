// Every command, in the order of `holdfast --help`. `completion` is yargs' own. Each is loaded only when it is asked for:
// most of a short command's time would go into loading the others.
import type { Command } from './command.ts'

export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).initCommand,
  invite: async () => (await import('./commands/invite.ts')).inviteCommand,
  join: async () => (await import('./commands/join.ts')).joinCommand,
  up: async () => (await import('./commands/up.ts')).upCommand,
  stop: async () => (await import('./commands/stop.ts')).stopCommand,
  status: async () => (await import('./commands/status.ts')).statusCommand,
  whereis: async () => (await import('./commands/whereis.ts')).whereisCommand,
  site: async () => (await import('./commands/site.ts')).siteCommand,
  sites: async () => (await import('./commands/sites.ts')).sitesCommand,
  owner: async () => (await import('./commands/owner.ts')).ownerCommand,
  key: async () => (await import('./commands/key.ts')).keyCommand,
  project: async () => (await import('./commands/project.ts')).projectCommand,
  policy: async () => (await import('./commands/policy.ts')).policyCommand,
  pause: async () => (await import('./commands/pause.ts')).pauseCommand,
  snapshot: async () => (await import('./commands/snapshot.ts')).snapshotCommand,
  snapshots: async () => (await import('./commands/snapshots.ts')).snapshotsCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  history: async () => (await import('./commands/history.ts')).historyCommand,
  find: async () => (await import('./commands/find.ts')).findCommand,
  lint: async () => (await import('./commands/lint.ts')).lintCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  delete: async () => (await import('./commands/delete.ts')).deleteCommand,
  undelete: async () => (await import('./commands/undelete.ts')).undeleteCommand,
  forget: async () => (await import('./commands/forget.ts')).forgetCommand,
  pin: async () => (await import('./commands/pin.ts')).pinCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  token: async () => (await import('./commands/token.ts')).tokenCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  drill: async () => (await import('./commands/drill.ts')).drillCommand,
  config: async () => (await import('./commands/config.ts')).configCommand,
}

/** The one command of that name, or all where no such word was typed. */
export function loadCommands(name: string | undefined): Promise<Command[]> {
  const one = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  return Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map(load => load()))
}
