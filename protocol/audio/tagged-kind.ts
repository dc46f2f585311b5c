// Which of the compressed kinds of audio a file is, by its first bytes: those that are left to a library (§ Media).

export interface TaggedKind {
  /** As Media names it. */
  readonly container: string
  readonly mime: string
}

const MAGICS: readonly (readonly [at: number, bytes: string, kind: TaggedKind])[] = [
  [0, 'OggS', { container: 'ogg', mime: 'audio/ogg' }],
  [0, 'wvpk', { container: 'wavpack', mime: 'audio/wavpack' }],
  [0, 'MAC ', { container: 'ape', mime: 'audio/ape' }],
  [0, 'MPCK', { container: 'musepack', mime: 'audio/musepack' }],
  [0, 'MP+', { container: 'musepack', mime: 'audio/musepack' }],
  [0, 'DSD ', { container: 'dsf', mime: 'audio/dsf' }],
  [0, 'FRM8', { container: 'dff', mime: 'audio/dsd' }],
  [4, 'ftyp', { container: 'mp4', mime: 'audio/mp4' }],
]
const MP3: TaggedKind = { container: 'mp3', mime: 'audio/mpeg' }
const AAC: TaggedKind = { container: 'aac', mime: 'audio/mpeg' }

/** `name`: of the file; decides where two bytes are all that a kind has in common. */
export function taggedKindOf(name: Uint8Array, head: Uint8Array): TaggedKind | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 8)).toString('latin1')
  const found = MAGICS.find(([at, magic]) => text.startsWith(magic, at))
  if (found) return found[2]
  const ending = Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1').slice(-4).toLowerCase()
  const start = id3Length(head)
  if (start > 0) return ending === '.aac' ? AAC : MP3
  if (head[0] !== 0xff || (head[1]! & 0xe0) !== 0xe0) return undefined
  if (ending === '.mp3' || ending === '.mp2') return MP3
  return ending === '.aac' ? AAC : undefined
}

/** Bytes of ID3v2 tags that a file begins with, which may be more than are given; 0 where it has none. */
export function id3Length(head: Uint8Array): number {
  if (head.byteLength < 10 || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0
  const size = head.subarray(6, 10)
  if (size.some(byte => byte > 0x7f)) return 0
  const footer = (head[5]! & 0x10) !== 0 ? 10 : 0
  return 10 + size.reduce((total, byte) => total * 128 + byte, 0) + footer
}
