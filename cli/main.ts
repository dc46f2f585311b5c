// Parses the command line, runs one command, prints what failed: what happened, why, the next command. Nothing else
// in cli/ prints errors or decides exit codes for them.
import { readFileSync } from 'node:fs'
import yargs, { type Argv } from 'yargs'
import { ERRORS, HoldfastError } from '../protocol/errors.ts'
import type { Command } from './command.ts'
import { COMMANDS, loadCommands } from './commands.ts'
import { type Cli, Interrupted, processCli, usageError } from './context.ts'
import { EXIT } from './exit.ts'
import { type GlobalFlags, OUTPUT_VERSION, startInvocation } from './invocation.ts'
import { nearest } from './nearest.ts'
import { commandOf, completeWords, flag, REPEATED, text } from './options.ts'
import { CHECK_UNKNOWN, checkFailure } from './status-check.ts'

/** Runs the command of this process and sets its exit code. */
export async function runProcess(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processCli())
}

/** Runs one command line; resolves to its exit code, never rejects. */
export async function main(argv: readonly string[], cli: Cli): Promise<number> {
  let command = ''
  try {
    let chosen: (() => Promise<number>) | undefined
    const parser = build(await loadCommands(commandOf(argv)), (name, flags, work) => {
      command = name
      refuseDuplicates(flags)
      chosen = () => work(startInvocation(cli, name, flags))
    })
    let output = ''
    await parser.parseAsync(completeWords(argv), {}, (_error, _parsed, shown) => {
      output = shown
    })
    if (output !== '') cli.stdout.write(`${output}\n`)
    return (await chosen?.()) ?? EXIT.done
  } catch (error) {
    return reportFailure(error, cli, argv, command)
  }
}

function build(commands: readonly Command[], start: Parameters<Command>[1]): Argv<GlobalFlags> {
  const parser: Argv<GlobalFlags> = yargs()
    .scriptName('holdfast')
    .locale('en')
    .usage('Keeps projects from being lost: proved copies at several sites, no server in the middle.')
    .parserConfiguration({
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-dashed': true,
    })
    .option('home', text("the site's folder (HOLDFAST_HOME)"))
    .option('socket', text("the daemon's socket (HOLDFAST_SOCKET)"))
    .option('token-file', text('a file with the token to show the daemon (HOLDFAST_TOKEN holds one)'))
    .option('json', flag('print JSON'))
    .option('quiet', flag('no progress, no notes'))
    .option('color', { type: 'boolean', default: true, describe: 'colour on a terminal; --no-color or NO_COLOR: none' })
  for (const command of commands) command(parser, start)
  return parser
    .completion('completion', 'Print a completion script for bash or zsh')
    .demandCommand(1, 'no command given')
    .strict()
    .recommendCommands()
    .version(packageVersion())
    .help()
    .wrap(100)
    .exitProcess(false)
    .fail((message, error, usage) => {
      // yargs passes on what a command threw, and reports mistakes in the call in words or as its own YError.
      if (error && error.name !== 'YError') throw error
      const what = message ?? error?.message ?? 'the command was not understood'
      throw usageError(what, meantFlag(what, Object.keys(usage.getDescriptions())))
    })
}

/** yargs suggests commands, not flags. */
function meantFlag(message: string, known: readonly string[]): string | undefined {
  const [, typed] = /^Unknown argument: ([\w-]+)$/.exec(message) ?? []
  const meant =
    typed &&
    nearest(
      typed.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
      known,
    )
  return meant && `did you mean --${meant}?`
}

function refuseDuplicates(flags: GlobalFlags): void {
  for (const [name, value] of Object.entries(flags)) {
    if (Array.isArray(value) && name !== '_' && !REPEATED.includes(name)) throw usageError(`--${name} is given twice`)
  }
}

function reportFailure(error: unknown, cli: Cli, argv: readonly string[], command: string): number {
  if (error instanceof Interrupted || (cli.signal.aborted && error === cli.signal.reason)) {
    if (cli.stderr.isTTY) cli.stderr.write('\n')
    return EXIT.interrupted
  }
  const failure = expected(error)
  if (argv.includes('--check')) {
    cli.stdout.write(`${checkFailure(failure)}\n`)
    return CHECK_UNKNOWN
  }
  const hint = failure.hint ?? (failure.exit === ERRORS.USAGE.exit ? helpFor(command, argv) : undefined)
  if (argv.includes('--json')) {
    const shown = { code: failure.code, message: failure.message, hint: hint ?? null }
    cli.stderr.write(`${JSON.stringify({ output_version: OUTPUT_VERSION, command, type: 'error', error: shown })}\n`)
  } else {
    const typed = failure.code === 'USAGE' ? typedCommand(argv) : 'holdfast'
    cli.stderr.write(`${typed}: ${failure.message.replaceAll('\n', '\n          ')}\n`)
    const why = ERRORS[failure.code].sentence
    const isSaid = failure.code === 'USAGE' || why.toLowerCase().startsWith(failure.message.toLowerCase())
    if (!isSaid) cli.stderr.write(`  why:  ${why}\n`)
    if (hint !== undefined) cli.stderr.write(`  next: ${hint}\n`)
    if (failure.code === 'INTERNAL' && failure.cause instanceof Error) cli.stderr.write(`${failure.cause.stack}\n`)
  }
  return failure.exit
}

function expected(error: unknown): HoldfastError {
  if (error instanceof HoldfastError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return new HoldfastError('NOT_ALLOWED', message, { cause: error })
  if (code === 'ENOSPC') return new HoldfastError('DISK_FULL', message, { cause: error })
  return new HoldfastError('INTERNAL', `unexpected: ${message ?? String(error)}`, {
    cause: error,
    hint: 'this is a bug: report it with the command and the lines below',
  })
}

/** The command as it was typed, so that "Did you mean status?" says instead of what. */
function typedCommand(argv: readonly string[]): string {
  const end = argv.findIndex(word => word.startsWith('-'))
  return ['holdfast', ...argv.slice(0, end < 0 ? 2 : Math.min(end, 2))].join(' ')
}

function helpFor(command: string, argv: readonly string[]): string {
  const typed = argv.filter(word => !word.startsWith('-')).slice(0, 1)
  const known = command !== '' ? command : (typed[0] ?? '')
  return known === '' || !Object.hasOwn(COMMANDS, known.split(' ')[0] ?? '')
    ? 'holdfast --help'
    : `holdfast ${known} --help`
}

function packageVersion(): string {
  // Sources lie in cli/, the built command in dist/cli/.
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        name?: string
        version?: string
      }
      if (found.name === 'holdfast' && found.version !== undefined) return found.version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return 'unknown'
}
