// Flags of the commands that change who owns the mesh. Apart from what they do, which loads keys and signatures.
import type { Argv } from 'yargs'
import type { GlobalFlags } from './invocation.ts'
import { flag, text } from './options.ts'

/** The flags of every owner-signed command. */
export function ownerOptions<Options extends GlobalFlags>(yargs: Argv<Options>) {
  return yargs
    .option('passphrase-file', text("the file with the owner key's passphrase"))
    .option('owner-key', text('the file of the owner key (HOLDFAST_OWNER_KEY); default: owner.key in the home'))
    .option('totp', text('the one-time code, where the mesh asks for one'))
}

/** The same, for what changes the constitution. */
export function ownerFlags<Options extends GlobalFlags>(yargs: Argv<Options>) {
  return ownerOptions(yargs)
    .option('out', text('where to leave the proposal when more owners must sign'))
    .option('yes', flag("don't ask"))
    .option('dry-run', flag('only show what would change'))
}
