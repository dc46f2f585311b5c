// Every command, in the order of `holdfast --help`. `completion` is yargs' own.
import type { Command } from './command.ts'
import { configCommand } from './commands/config.ts'
import { diffCommand } from './commands/diff.ts'
import { drillCommand } from './commands/drill.ts'
import { findCommand } from './commands/find.ts'
import { historyCommand } from './commands/history.ts'
import { initCommand } from './commands/init.ts'
import { inviteCommand } from './commands/invite.ts'
import { joinCommand } from './commands/join.ts'
import { lintCommand } from './commands/lint.ts'
import { pauseCommand } from './commands/pause.ts'
import { policyCommand } from './commands/policy.ts'
import { projectCommand } from './commands/project.ts'
import { restoreCommand } from './commands/restore.ts'
import { sitesCommand } from './commands/sites.ts'
import { snapshotCommand } from './commands/snapshot.ts'
import { snapshotsCommand } from './commands/snapshots.ts'
import { statusCommand } from './commands/status.ts'
import { stopCommand } from './commands/stop.ts'
import { upCommand } from './commands/up.ts'
import { verifyCommand } from './commands/verify.ts'
import { whereisCommand } from './commands/whereis.ts'

export const COMMANDS: readonly Command[] = [
  initCommand,
  inviteCommand,
  joinCommand,
  upCommand,
  stopCommand,
  statusCommand,
  whereisCommand,
  sitesCommand,
  projectCommand,
  policyCommand,
  pauseCommand,
  snapshotCommand,
  snapshotsCommand,
  diffCommand,
  historyCommand,
  findCommand,
  lintCommand,
  restoreCommand,
  verifyCommand,
  drillCommand,
  configCommand,
]
