// One run of one command: its flags, its home, its output. Data goes to stdout, everything else to stderr.
import type { Progress } from '../protocol/local-api.ts'
import { tokenFrom } from './access.ts'
import { type Client, connectTo } from './client.ts'
import type { Cli } from './context.ts'
import { findHome, type Home } from './home.ts'
import { startMeter } from './meter.ts'
import { type Paint, paintFor } from './paint.ts'

export const OUTPUT_VERSION = { major: 1, minor: 0 } as const

/** Flags every command has. */
export interface GlobalFlags {
  readonly home: string | undefined
  readonly socket: string | undefined
  readonly tokenFile: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  readonly color: boolean
}

export interface Invocation {
  readonly cli: Cli
  readonly command: string
  readonly flags: GlobalFlags
  readonly home: Home
  readonly client: Client
  readonly paint: Paint
  /** Text for people on stdout; nothing under --json. */
  print(text: string): void
  /** One JSON document on one line of stdout, under --json alone. */
  printJson(fields: object): void
  /** A line on stderr; nothing under --quiet. */
  note(text: string): void
  /** The command as the user would type it here: with --home where it is needed. */
  say(command: string): string
  /** Runs `work` with a progress line on stderr, or JSON Lines on stdout under --json. */
  withProgress<T>(work: (report: (progress: Progress) => void) => Promise<T>): Promise<T>
}

export function startInvocation(cli: Cli, command: string, flags: GlobalFlags): Invocation {
  const home = findHome(cli, flags)
  const say = (text: string) => {
    const where =
      flags.socket === undefined ? (home.isDefault ? '' : ` --home ${home.path}`) : ` --socket ${home.socket}`
    return `holdfast ${text}${where}`
  }
  const printJson = (fields: object) => {
    if (flags.json) cli.stdout.write(`${JSON.stringify({ output_version: OUTPUT_VERSION, command, ...fields })}\n`)
  }
  const note = (text: string) => {
    if (!flags.quiet) cli.stderr.write(`${text}\n`)
  }
  return {
    cli,
    command,
    flags,
    home,
    say,
    printJson,
    client: connectTo(home.socket, say('up'), cli.signal, {
      token: tokenFrom(cli, flags.tokenFile),
      ...(home.readSocket !== undefined && { readSocket: home.readSocket }),
      onReadOnly: () => note(`${home.socket} is not yours to open: asking ${home.readSocket}, which may only look`),
    }),
    paint: paintFor(cli, flags.color && !flags.json),
    print(text) {
      if (!flags.json) cli.stdout.write(`${text}\n`)
    },
    note,
    async withProgress(work) {
      if (flags.quiet) return await work(() => undefined)
      if (flags.json) return await work(progress => printJson({ type: 'progress', ...progress }))
      using meter = startMeter(cli)
      return await work(progress => meter.update(progress))
    },
  }
}
