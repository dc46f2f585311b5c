// The last bytes of a file, gathered while it is read: tags stand there, behind an audio file's payload.
import { parseAudioForm } from '../../../protocol/audio/form.ts'

export interface Trailer {
  /** Bytes of the file that were read at `position`, in order. They may change afterwards. */
  see(buffer: Uint8Array, position: number): void
  /** The file's last bytes; undefined when none are wanted. */
  bytes(): Uint8Array | undefined
}

const MAX_TRAILER = 1024 * 1024
const OTHER_TRAILER = 64 * 1024 // of other kinds of files; the last page of an Ogg is not larger

export function openTrailer(head: Uint8Array, size: number): Trailer {
  const form = parseAudioForm(head, size)
  const behind = form && form !== 'more' ? size - form.payloadAt - form.payloadLength : OTHER_TRAILER
  const from = Math.max(0, size - Math.min(behind, MAX_TRAILER))
  const parts: Uint8Array[] = []
  const trailer: Trailer = {
    see(buffer, position) {
      if (position + buffer.byteLength > from) parts.push(Buffer.from(buffer.subarray(Math.max(0, from - position))))
    },
    bytes: () => (parts.length > 0 ? Buffer.concat(parts) : undefined),
  }
  trailer.see(head, 0)
  return trailer
}
