// The part of yargs that the command line uses, with the types of flags taken from their definitions.
declare module 'yargs' {
  type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
    ? `${Head}${Capitalize<Camel<Tail>>}`
    : Name

  export interface Option {
    readonly type: 'string' | 'boolean'
    readonly describe: string
    readonly array?: boolean
    readonly requiresArg?: boolean
    /** `--no-…` gives false. */
    readonly clearable?: true
    readonly demandOption?: boolean
    readonly default?: unknown
    readonly choices?: readonly string[]
    readonly hidden?: boolean
  }
  type Single<O extends Option> = O extends { type: 'boolean' }
    ? boolean
    : O extends { choices: readonly (infer Choice)[] }
      ? Choice
      : O extends { clearable: true }
        ? string | false
        : string
  type Value<O extends Option> = O extends { array: true } ? Single<O>[] : Single<O>
  type Given<O extends Option> = O extends { demandOption: true } | { default: unknown }
    ? Value<O>
    : Value<O> | undefined

  export interface Argv<T> {
    option<Name extends string, const O extends Option>(
      name: Name,
      option: O,
    ): Argv<T & { readonly [Key in Camel<Name>]: Given<O> }>
    positional<Name extends string, const O extends Option>(
      name: Name,
      option: O,
    ): Argv<T & { readonly [Key in Camel<Name>]: Given<O> }>
    command<U>(
      usage: string,
      summary: string,
      builder: (yargs: Argv<T>) => Argv<U>,
      handler: (parsed: U) => Promise<void> | undefined,
    ): Argv<T>
    demandCommand(least: number, message: string): Argv<T>
    epilogue(text: string): Argv<T>
    example(command: string, describe: string): Argv<T>
    scriptName(name: string): Argv<T>
    locale(name: string): Argv<T>
    usage(text: string): Argv<T>
    strict(): Argv<T>
    recommendCommands(): Argv<T>
    exitProcess(enabled: boolean): Argv<T>
    version(version: string): Argv<T>
    help(): Argv<T>
    wrap(columns: number | null): Argv<T>
    completion(command: string, describe: string): Argv<T>
    parserConfiguration(configuration: Readonly<Record<string, boolean>>): Argv<T>
    fail(
      report: (
        message: string | undefined,
        error: Error | undefined,
        /** Its keys are the flags and commands that could have been given. */
        usage: { getDescriptions(): Readonly<Record<string, unknown>> },
      ) => void,
    ): Argv<T>
    parseAsync(
      argv: readonly string[],
      context: object,
      report: (error: Error | undefined, parsed: unknown, output: string) => void,
    ): Promise<unknown>
  }
  // biome-ignore lint/style/noDefaultExport: it is how yargs exports itself
  export default function yargs(argv?: readonly string[]): Argv<object>
}
