// Whether an audio file's header agrees with its length. Recorders write sizes of 0 or -1 and patch them when they stop,
// so a header that disagrees says: still being recorded (§ Capture). Other kinds of files always agree.

/** Bytes from the start of a file that headerAgrees wants to see, or all of a shorter one. */
export const HEADER_LENGTH = 64 * 1024

const W64_RIFF = Buffer.from('726966662e91cf11a5d628db04c10000', 'hex')

export function headerAgrees(start: Uint8Array, size: number): boolean {
  if (start.byteLength < 12) return true
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength)
  const id = bytes.toString('latin1', 0, 4)
  const form = bytes.toString('latin1', 8, 12)
  if (form === 'WAVE' && id === 'RIFF') return endsAt(8 + bytes.readUInt32LE(4), size) && dataFits(bytes, size)
  if (form === 'WAVE' && (id === 'RF64' || id === 'BW64')) return rf64Agrees(bytes, size)
  if ((form === 'AIFF' || form === 'AIFC') && id === 'FORM') return endsAt(8 + bytes.readUInt32BE(4), size)
  if (bytes.byteLength >= 24 && bytes.subarray(0, 16).equals(W64_RIFF)) {
    return endsAt(Number(bytes.readBigUInt64LE(16)), size)
  }
  return true
}

// An odd length has a pad byte that some writers leave out.
function endsAt(end: number, size: number): boolean {
  return end === size || end + (end % 2) === size
}

// Before it is closed, an RF64 file has sizes of -1 and an empty ds64 chunk, or a JUNK chunk where ds64 will stand.
function rf64Agrees(bytes: Buffer, size: number): boolean {
  if (bytes.byteLength < 28 || bytes.toString('latin1', 12, 16) !== 'ds64') return false
  return endsAt(8 + Number(bytes.readBigUInt64LE(20)), size)
}

// The data chunk, where it begins within `bytes`, must not be longer than the file, nor empty with samples behind it.
function dataFits(bytes: Buffer, size: number): boolean {
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const length = bytes.readUInt32LE(at + 4)
    const end = at + 8 + length
    if (bytes.toString('latin1', at, at + 4) === 'data') return end <= size && (length > 0 || at + 8 === size)
    at = end + (length % 2)
  }
  return true
}
