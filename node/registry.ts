// Where a running daemon says that it runs: in its home, and in a folder per user where a drill finds every daemon of
// this machine (§ Local API).
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type DaemonFile, type DrillHold, daemonFile, drillHold } from '../protocol/local-api-daemon.ts'

/** Writes the files; disposing removes them. */
export async function register(entry: DaemonFile): Promise<AsyncDisposable> {
  const folder = join(process.env.XDG_RUNTIME_DIR || tmpdir(), `holdfast-${userInfo().uid}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files = [join(entry.home, 'daemon.json'), join(folder, `${entry.site}.json`)]
  const text = `${JSON.stringify(daemonFile.encode(entry), null, 2)}\n`
  for (const file of files) await writeFile(file, text, { mode: 0o600 })
  return {
    async [Symbol.asyncDispose]() {
      for (const file of files) await rm(file, { force: true })
    },
  }
}

/** The hold that a drill put on this home, if one is in force at wall time `now`. */
export async function loadHold(home: string, now: number): Promise<DrillHold | undefined> {
  let text: string
  try {
    text = await readFile(join(home, 'drill-hold'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const hold = drillHold.safeDecode(JSON.parse(text))
  return hold.success && hold.data.until > now ? hold.data : undefined
}
