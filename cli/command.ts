// A command is one definition: how it is called, what it does, its exit code. yargs parses, main.ts runs.
import type { Argv } from 'yargs'
import type { GlobalFlags, Invocation } from './invocation.ts'

export interface Definition<Options extends GlobalFlags> {
  /** As yargs writes it: 'snapshot <project>'. */
  readonly usage: string
  readonly summary: string
  readonly options: (yargs: Argv<GlobalFlags>) => Argv<Options>
  /** Resolves to the exit code. */
  readonly run: (invocation: Invocation, options: Options) => Promise<number>
}

/**
 * Takes a command's work when yargs has parsed its flags, to be run after yargs is through: while it waits for a handler
 * it would make the whole help text. `name`: 'project add'.
 */
export type Start = (name: string, flags: GlobalFlags, work: (invocation: Invocation) => Promise<number>) => void
export type Command = (yargs: Argv<GlobalFlags>, start: Start, parent?: string) => Argv<GlobalFlags>

export function defineCommand<Options extends GlobalFlags>(definition: Definition<Options>): Command {
  return (yargs, start, parent) => {
    const own = definition.usage.split(' ')[0] ?? definition.usage
    const name = parent === undefined ? own : `${parent} ${own}`
    return yargs.command(definition.usage, definition.summary, definition.options, parsed => {
      // yargs adds `_` and `$0` to what the definition declares, and nothing else.
      const options = parsed as unknown as Options
      start(name, options, invocation => definition.run(invocation, options))
    })
  }
}

/** Commands under one word: `project add`, `project list`. */
export function defineGroup(name: string, summary: string, commands: readonly Command[]): Command {
  return (yargs, start, parent) => {
    const path = parent === undefined ? name : `${parent} ${name}`
    return yargs.command(
      name,
      summary,
      group => {
        for (const command of commands) command(group, start, path)
        return group.demandCommand(1, `say what to do: holdfast ${path} --help`)
      },
      () => undefined,
    )
  }
}
