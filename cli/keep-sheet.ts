// Where a new recovery phrase goes: to the terminal, once, or without one into a file in the home, with a note that is
// said even under --quiet (§ Recovery). It is kept nowhere else.
import { writeFile } from 'node:fs/promises'
import type { Invocation } from './invocation.ts'
import { canAsk } from './prompt.ts'
import { type SheetFields, sheetText } from './recovery-sheet.ts'

/** Leaves the sheet in a file where there is no terminal; the file, or null where there is one. */
export async function keepSheet({ cli, home }: Invocation, sheet: SheetFields): Promise<string | null> {
  if (canAsk(cli)) return null
  await writeFile(home.recoverySheet, sheetText(sheet), { mode: 0o600, flush: true })
  return home.recoverySheet
}

/** Shows it at the terminal, or brings the file up to date and says where it is. */
export async function showSheet(invocation: Invocation, sheet: SheetFields): Promise<void> {
  const { cli } = invocation
  const file = await keepSheet(invocation, sheet)
  cli.stderr.write(
    file === null
      ? `\n${sheetText(sheet)}\nwrite it down or print it now: the phrase is not shown again\n\n`
      : `note: the recovery phrase is in ${file}\n` +
          '      print it, put it in a safe place away from all sites, and remove the file: who has it can read everything\n',
  )
}
