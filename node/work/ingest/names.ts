// Names that are different bytes here and one name elsewhere: macOS does not tell NFC from NFD, and most systems outside
// Linux don't tell case. Said at ingest, where they can still be renamed, not at restore.
import { showPath } from './path.ts'

/** For people, one line a clash. Names that aren't UTF-8 clash with nothing. */
export function findClashes(directory: Uint8Array, names: readonly Uint8Array[]): string[] {
  const seen = new Map<string, Uint8Array>()
  const clashes: string[] = []
  for (const name of names) {
    const text = Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('utf8')
    if (text.includes('\ufffd')) continue
    const folded = text.normalize('NFC').toLowerCase().normalize('NFC')
    const other = seen.get(folded)
    if (!other) {
      seen.set(folded, name)
      continue
    }
    const isTwin = Buffer.from(other).toString('utf8').normalize('NFC') === text.normalize('NFC')
    const where = directory.byteLength === 0 ? 'the folder' : showPath(directory)
    const difference = isTwin ? 'in how accents are encoded (NFC, NFD)' : 'in upper and lower case'
    clashes.push(`"${showPath(other)}" and "${showPath(name)}" in ${where} differ only ${difference}`)
  }
  return clashes
}
