// How a command gets at the daemon: with a token where one is given, and through the read socket where the control socket
// is not its to open (§ Local API, Callers).
import { readFile } from 'node:fs/promises'
import { HoldfastError } from '../protocol/errors.ts'
import { type Cli, usageError } from './context.ts'

export interface Access {
  /** The token to show, if any. Throws USAGE when its file can't be read. */
  token(): Promise<string | undefined>
  /** Tried where the other socket is refused. */
  readonly readSocket?: string
  /** Called the first time the read socket stands in. */
  readonly onReadOnly?: () => void
}

/** No token, no other socket. */
export const PLAIN_ACCESS: Access = { token: async () => undefined }

const TOKEN_FILE_MAX = 4096

/** The token of --token-file, else of HOLDFAST_TOKEN. */
export function tokenFrom(cli: Cli, file: string | undefined): Access['token'] {
  let token: Promise<string | undefined> | undefined
  return () => {
    token ??= file === undefined ? Promise.resolve(cli.env.HOLDFAST_TOKEN?.trim() || undefined) : readToken(file)
    return token
  }
}

async function readToken(file: string): Promise<string> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new HoldfastError('USAGE', `--token-file: ${file} can't be read (${code})`, { cause })
  }
  const token = text.trim()
  if (token === '' || token.length > TOKEN_FILE_MAX || /\s/.test(token))
    throw usageError(`--token-file: ${file} holds no token`, 'one line, as holdfast token create printed it')
  return token
}
