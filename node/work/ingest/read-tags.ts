// Formats and tags of compressed audio, and ID3 tags, read by a library from bytes in memory. Nothing that a file says
// makes it throw, and it stops after so many reads: what it has seen until then counts.
import type { IAudioMetadata, ICommonTagsResult } from 'music-metadata'
import { dateOf } from '../../../protocol/audio/when.ts'
import { type Tags, tagsOf } from '../../../protocol/media.ts'

export interface FoundTags {
  readonly format: IAudioMetadata['format']
  readonly tags: Tags
}

const READS = 2_000

/** `mime` says which parser. Undefined where it found nothing at all. */
export async function readTags(bytes: Uint8Array, mime: string): Promise<FoundTags | undefined> {
  const { parseBlob } = await import('music-metadata') // only where there is such a file: it takes a while to load
  let seen: IAudioMetadata | undefined
  const observer = ({ metadata }: { metadata: IAudioMetadata }): void => {
    seen = metadata
  }
  try {
    await parseBlob(new BoundedBlob(bytes, mime), { skipCovers: true, duration: false, observer })
  } catch (error) {
    // The library's words for bytes that end early or make no sense are of every kind.
    if (!(error instanceof Error)) throw error
  }
  return seen && { format: seen.format, tags: commonTags(seen.common) }
}

/** Bytes that can be read so many times. */
class BoundedBlob extends Blob {
  override readonly size: number
  readonly #bytes: Uint8Array
  #reads = READS

  constructor(bytes: Uint8Array, type: string) {
    super([], { type })
    this.size = bytes.byteLength
    this.#bytes = bytes
  }
  // The library does one thing with a slice. A blob of its own for each would take 13 KB of memory.
  override slice(from?: number, to?: number): Blob {
    if (this.#reads-- <= 0) throw new RangeError('too many reads')
    const piece = this.#bytes.subarray(from, to)
    const slice: Pick<Blob, 'size' | 'arrayBuffer'> = {
      size: piece.byteLength,
      arrayBuffer: async () => new Uint8Array(piece).buffer,
    }
    return slice as Blob
  }
}

function commonTags(common: ICommonTagsResult): Tags {
  return tagsOf({
    album: common.album,
    artist: common.artist,
    comment: common.comment?.[0]?.text,
    copyright: common.copyright,
    date: dateOf(String(common.date ?? common.year ?? '')),
    description: common.description?.[0],
    genre: common.genre?.[0],
    isrc: common.isrc?.[0],
    title: common.title,
    track: common.track.no === null ? undefined : String(common.track.no),
  })
}
