// Asking at a terminal. Questions go to stderr, so that stdout stays data; nobody is asked without a terminal.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { type Cli, Interrupted } from './context.ts'

export function canAsk(cli: Cli): boolean {
  return cli.stdin.isTTY === true && cli.stderr.isTTY === true
}

/** The line typed, without its end. `hidden` doesn't show what is typed. */
export async function ask(cli: Cli, question: string, hidden = false): Promise<string> {
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) cli.stderr.write(String(chunk))
      done()
    },
  })
  // The terminal shows what is typed until this is made.
  const lines = createInterface({ input: cli.stdin, output, terminal: true })
  cli.stderr.write(question)
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve)
      lines.once('SIGINT', () => reject(new Interrupted('interrupted')))
      lines.once('close', () => reject(new Interrupted('nothing was typed')))
      cli.signal.addEventListener('abort', () => reject(cli.signal.reason), { once: true })
    })
  } finally {
    lines.close()
    if (hidden) cli.stderr.write('\n')
  }
}

/** True for y or yes; anything else, Enter included, is no. */
export async function confirm(cli: Cli, question: string): Promise<boolean> {
  const answer = await ask(cli, `${question} [y/N] `)
  return /^y(es)?$/i.test(answer.trim())
}
