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
    await parseBlob(new BoundedBlob(bytes, mime, { left: READS }), { skipCovers: true, duration: false, observer })
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
  readonly #reads: { left: number }

  constructor(bytes: Uint8Array, type: string, reads: { left: number }) {
    super([], { type })
    this.size = bytes.byteLength
    this.#bytes = bytes
    this.#reads = reads
  }
  override slice(from?: number, to?: number): Blob {
    if (this.#reads.left-- <= 0) throw new RangeError('too many reads')
    return new BoundedBlob(this.#bytes.subarray(from, to), this.type, this.#reads)
  }
  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(this.#bytes).buffer
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
