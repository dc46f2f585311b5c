// What a site keeps, and the contract every implementation passes (test/suites/store.ts): chunks and own Merkle-map
// nodes by hash, the journal of promises, and caches that can be rebuilt (§ Store).
// An operation that has resolved survives the death of the process and, on disk, the loss of power.
import type { HoldfastError } from '../../protocol/errors.ts'
import type { Cid, NodeHash, Pid } from '../../protocol/ids.ts'

export interface ChunkBytes {
  readonly cid: Cid
  /** Stored bytes; BLAKE3 of them is `cid`. Not to be changed once handed over. */
  readonly bytes: Uint8Array
}

export interface ChunkPlace {
  readonly path: string
  readonly offset: number
  readonly length: number
}

export interface NodeBytes {
  readonly hash: NodeHash
  /** Encoded node; BLAKE3 of them is `hash`. Not to be changed once handed over. */
  readonly bytes: Uint8Array
}

export interface Store extends AsyncDisposable {
  /**
   * Keeps chunks; durable on resolve. The caller has checked that each cid is the hash of its bytes. A chunk that is
   * held already is not written again; concurrent calls share one sync. Throws DISK_FULL (capacity or file system; part
   * of the chunks may be kept, nothing acknowledged earlier is touched), DISK_SICK, CHUNK_TOO_LARGE.
   */
  putChunks(chunks: readonly ChunkBytes[]): Promise<void>
  /** For each cid: is it held? A quarantined chunk is not. Says nothing about rot: scrub does. */
  hasChunks(cids: readonly Cid[]): Promise<boolean[]>
  /** The stored bytes, checked against the cid. Throws CHUNK_MISSING, CHUNK_CORRUPT (rotten or unreadable). */
  loadChunk(cid: Cid): Promise<Uint8Array>
  /**
   * The first of `cids`, as many as come to a few MiB and at least one, in order; each checked against its cid. In the
   * place of one that can't be had: CHUNK_MISSING, CHUNK_CORRUPT.
   */
  loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]>
  /**
   * Reads chunks back and checks them against their cids: undefined where one is well, else why not, as loadChunk.
   * `look` sees the bytes of those that are well, in any order; they are another chunk's once it returns.
   */
  checkChunks(
    cids: readonly Cid[],
    look?: (cid: Cid, bytes: Uint8Array) => void,
  ): Promise<(HoldfastError | undefined)[]>
  /**
   * `length` stored bytes from `offset`, read alone and so NOT checked against the cid: use loadChunk where the answer
   * is a promise. Throws CHUNK_MISSING, CHUNK_CORRUPT (unreadable), MESSAGE_INVALID (range not inside the chunk).
   */
  loadRange(cid: Cid, offset: number, length: number): Promise<Uint8Array>
  /**
   * Where each chunk's bytes stand in a file, for readers with handles of their own, who must check them against the cid
   * and ask loadChunk where they don't match; undefined where it isn't held, or not in a file.
   */
  locateChunks(cids: readonly Cid[]): Promise<(ChunkPlace | undefined)[]>
  /** Stored length of each chunk, undefined where it isn't held. */
  sizesOf(cids: readonly Cid[]): Promise<(number | undefined)[]>

  /** Stops serving a damaged chunk and remembers why, durably. The next put of that cid is written anew. */
  quarantine(cid: Cid, why: string): Promise<void>
  /** The same for an own map node. */
  quarantineNode(hash: NodeHash, why: string): Promise<void>
  /**
   * Every record that was taken out of service or found lost when the store was opened, oldest first; also those of
   * which a healthy copy was put since (`healed`).
   */
  quarantined(): Promise<Quarantined[]>
  /**
   * Re-reads and re-hashes every record in service, in the order of the disk, from a cursor on (undefined = all). Ends
   * with what was there when it began. Changes nothing: the caller quarantines. Throws only `signal.reason`.
   */
  scrub(from: ScrubCursor | undefined, signal: AbortSignal): AsyncGenerator<Scrubbed>

  /** Keeps own map nodes; durable on resolve; not held back by the capacity. Throws as putChunks. */
  putNodes(nodes: readonly NodeBytes[]): Promise<void>
  /** An own map node, checked against its hash. Throws NODE_GONE, CHUNK_CORRUPT. */
  loadNode(hash: NodeHash): Promise<Uint8Array>
  hasNodes(hashes: readonly NodeHash[]): Promise<boolean[]>

  /** Remembers which chunk a plaintext was sealed to. May be forgotten (a rebuilt index): only deduplication suffers. */
  putPids(pairs: readonly (readonly [Pid, Cid])[]): Promise<void>
  /** For each pid the chunk sealed from it, if it is known and still held. */
  loadCidsOf(pids: readonly Pid[]): Promise<(Cid | undefined)[]>

  /**
   * Until it is disposed, whatever is put or found to be here from now on stays. Held by who builds upon chunks that no
   * root names yet: an ingest before its snapshot is stated, a fetch before its holding is.
   */
  guard(): Disposable
  /** Behind everything that was ever written. */
  position(): ScrubCursor
  /**
   * Takes out of service what nothing needs, and gives its bytes back to the disk, but for a little: what lies scattered in
   * packs that are of use, or in the one being written. One at a time; everything else goes on meanwhile. Ended anywhere it leaves nothing undone that matters. Throws `signal.reason`, what `mark` throws, DISK_SICK.
   */
  collect(options: CollectOptions, signal: AbortSignal): Promise<Collected>

  readonly journal: Journal
  /** Things that can be rebuilt (stat cache, other sites' map nodes), by name `[a-z0-9-]+`. May come back empty. */
  cache(name: string): Cache

  stats(): StoreStats
  /** Full = the largest chunk it has refused would not fit when it last looked. */
  health(): StoreHealth
  /** Looks again whether a full store has room by now. */
  review(): Promise<void>
  /** Bytes that chunks may still take, about; negative when less is free than is to stay so. */
  room(): Promise<number>
  /** An operator's word that a sick disk is well again. Throws DISK_SICK when it still fails to write. */
  acceptDisk(): Promise<void>
}

export interface CollectOptions {
  /** What stands behind it stays whatever is named, as does everything written after the call. */
  readonly before?: ScrubCursor | undefined
  /**
   * Names what stays. Called at first, and again before each pack, since there may be more by then; when it throws, nothing
   * more is freed.
   */
  readonly mark: (keep: Keep) => Promise<void>
  /** Awaited between pieces of work that take a few ms and have read and written so many bytes. */
  readonly pace?: (bytes: number) => Promise<void>
  /** Something that stays fails its hash. Its pack is left as it is. */
  readonly rotten?: (name: Named, why: string) => Promise<void>
}

/** What a collection leaves. */
export interface Keep {
  /** False when it was named before. */
  chunk(cid: Cid): boolean
  node(hash: NodeHash): boolean
  /** Named, or touched since. */
  hasChunk(cid: Cid): boolean
  /** As the store's own, but asking keeps nothing. */
  loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]>
  /** Of each that is here, its stored bytes and whether it would go if it isn't named: it may stand behind `before`. */
  look(cids: readonly Cid[]): Promise<({ readonly bytes: number; readonly mayGo: boolean } | undefined)[]>
}

export interface Collected {
  /** Taken out of service: how many, and the stored bytes of the chunks among them. */
  readonly chunks: number
  readonly nodes: number
  readonly chunkBytes: number
  /** Bytes by which the packs are smaller now. */
  readonly reclaimedBytes: number
  readonly packsRemoved: number
  /** Bytes of records out of service that are still in packs: too few in each to be worth copying the rest. */
  readonly deadBytes: number
  /** The most memory that what was named and touched has taken. */
  readonly memoryBytes: number
}

/** Promises, in the order they were made: append-only, hash-chained, fsynced (§ Journal). */
export interface Journal {
  /** Durable on resolve, all or nothing. Concurrent calls share one sync. Throws DISK_FULL, DISK_SICK. */
  append(entries: readonly Uint8Array[]): Promise<void>
  /** Every entry, oldest first. Throws JOURNAL_DAMAGED. */
  replay(): AsyncIterable<Uint8Array>
  /**
   * Replaces everything by `entries`, atomically. They must cover every append called before; appends called later
   * come after them.
   */
  compact(entries: readonly Uint8Array[]): Promise<void>
  /** Size on disk; compact when it has grown far beyond what the entries need. */
  readonly bytes: number
}

export type CacheEdit = { readonly key: string; readonly value: Uint8Array | undefined }

/** Every value carries a checksum: a damaged one reads as absent, never as something else. */
export interface Cache {
  get(key: string): Promise<Uint8Array | undefined>
  getMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]>
  put(key: string, value: Uint8Array): Promise<void>
  del(key: string): Promise<void>
  /** Applies edits in order, atomically; `undefined` deletes. */
  batch(edits: readonly CacheEdit[]): Promise<void>
  /** Entries whose key starts with `prefix`, in bytewise key order. */
  entries(prefix: string): AsyncIterable<[string, Uint8Array]>
  clear(): Promise<void>
}

/** A place in the packs: everything before it has been yielded. */
export type ScrubCursor = { readonly pack: number; readonly offset: number }

export type Named = { readonly kind: 'chunk'; readonly cid: Cid } | { readonly kind: 'node'; readonly node: NodeHash }

export type Scrubbed = Named & {
  /** Stored length. */
  readonly bytes: number
  readonly ok: boolean
  /** Why it isn't ok. */
  readonly why: string | undefined
  /** Where to go on after this record. */
  readonly at: ScrubCursor
}

export type Quarantined = Named & {
  readonly why: string
  /** Wall time, ms since 1970 UTC. */
  readonly since: number
  /** A healthy copy has been put since. */
  readonly healed: boolean
}

export interface StoreStats {
  /** Chunks and nodes in service. */
  readonly chunks: number
  readonly nodes: number
  /** Stored bytes of the chunks in service. */
  readonly chunkBytes: number
  /** Bytes of all packs on disk, dead records and indexes included: what `capacity` bounds. */
  readonly bytes: number
  readonly packs: number
  /** Records out of service that have not healed. */
  readonly quarantined: number
  /** Bytes the store may use; undefined = as many as the file system has. */
  readonly capacity: number | undefined
}

/**
 * `full`: puts of chunks fail, everything else works. `sick`: the disk failed a sync, now or in an earlier run, and nobody has
 * said since that it is well; `disk` names it.
 */
export type StoreHealth =
  | { readonly state: 'ok' }
  | { readonly state: 'full'; readonly why: string }
  | { readonly state: 'sick'; readonly why: string; readonly disk: string; readonly since: number }
