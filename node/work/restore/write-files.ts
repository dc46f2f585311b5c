// All files of a plan, several at a time, directories made on the way. A file whose chunks are lost is noted and the rest
// goes on: what can be had should be had.
import { isLoss } from '../../../protocol/tree-salvage.ts'
import { errnoOf } from '../ingest/source.ts'
import { mtimeOf } from './compare.ts'
import { Budget, type LeafFetcher } from './fetch-leaves.ts'
import type { Finisher } from './finish-files.ts'
import { Ladder } from './ladder.ts'
import { eachPlanned, type Plan, type PlannedDirectory, type PlannedFile } from './plan.ts'
import type { OpenDirectory } from './target-disk.ts'
import { isSimple, makeFile, partName, type WrittenFile, writeFile } from './write-file.ts'

export interface RestoreProgress {
  readonly files: number
  readonly filesTotal: number
  readonly bytes: number
  readonly bytesTotal: number
}

const FILES_AT_ONCE = 8
// Each waits for its chunk, or in line; the bytes are bounded elsewhere.
const SIMPLE_AT_ONCE = 512

export class FilesWriter {
  readonly #root: OpenDirectory
  readonly #fetcher: LeafFetcher
  readonly #finisher: Finisher
  readonly #tell: (progress: RestoreProgress) => void
  readonly #totals: { readonly files: number; readonly bytes: number }
  readonly #running = new Set<Promise<void>>()
  readonly #slots = new Budget(FILES_AT_ONCE)
  readonly #simpleSlots = new Budget(SIMPLE_AT_ONCE)
  #failure: { readonly error: unknown } | undefined
  #files = 0
  #bytes = 0
  #kept = 0
  #refusedXattrs = 0
  #taken: { readonly directory: PlannedDirectory; readonly names: ReadonlySet<string> } | undefined
  readonly #lost = new Map<PlannedFile, string>()

  constructor(
    plan: Plan,
    root: OpenDirectory,
    fetcher: LeafFetcher,
    finisher: Finisher,
    tell: (progress: RestoreProgress) => void,
  ) {
    this.#totals = plan
    this.#root = root
    this.#fetcher = fetcher
    this.#finisher = finisher
    this.#tell = tell
  }

  get kept(): number {
    return this.#kept
  }
  get refusedXattrs(): number {
    return this.#refusedXattrs
  }
  /** Files that could not be had, with the reason. */
  get lost(): ReadonlyMap<PlannedFile, string> {
    return this.#lost
  }
  get files(): number {
    return this.#files
  }
  get bytes(): number {
    return this.#bytes
  }

  /** Makes every directory and writes the files chosen. Throws what writing and fetching throw. */
  async writePlan(plan: Plan, chosen: ReadonlySet<PlannedFile>, signal: AbortSignal): Promise<void> {
    await using ladder = new Ladder(this.#root)
    try {
      for (const planned of eachPlanned(plan.root)) {
        signal.throwIfAborted()
        if (planned.parent) await makeDirectory(await ladder.to(planned.parent), planned)
        const open = await ladder.to(planned)
        for (const file of planned.files) if (chosen.has(file)) await this.#start(file, open, signal)
      }
    } finally {
      await Promise.all(this.#running)
    }
    if (this.#failure) throw this.#failure.error
  }

  /** Writes files whose directories exist, one after the other. */
  async write(files: readonly PlannedFile[], signal: AbortSignal): Promise<void> {
    await using ladder = new Ladder(this.#root)
    for (const file of files) await this.#writeOne(file, await ladder.to(file.directory), signal)
  }

  /** Counts a file that is there without having been written. */
  noteThere(file: PlannedFile): void {
    if (file.action === 'keep') this.#kept++
    this.#files++
    this.#progress(file.entry.size)
  }
  noteLost(file: PlannedFile, why: string): void {
    this.#lost.set(file, why)
  }

  async #start(file: PlannedFile, open: OpenDirectory, signal: AbortSignal): Promise<void> {
    const slots = file.action !== 'keep' && isSimple(file.entry) ? this.#simpleSlots : this.#slots
    await slots.take(1)
    if (this.#failure) throw this.#failure.error
    open.hold()
    const task: Promise<void> = this.#writeOne(file, open, signal)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(async () => {
        this.#running.delete(task)
        slots.give(1)
        await open.release()
      })
    this.#running.add(task)
  }

  async #writeOne(file: PlannedFile, open: OpenDirectory, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (file.action === 'keep') {
      const mtime = mtimeOf(file.entry)
      if (!file.isTimed) await this.#finisher.addTimed({ directory: open, name: file.entry.name, mtime })
      this.noteThere(file)
      return
    }
    const part = partName(file.entry, name => this.#takenIn(file.directory).has(Buffer.from(name).toString('latin1')))
    try {
      const written = await this.#writeContent(file, open, part, signal)
      this.#refusedXattrs += written.refusedXattrs.length
      await this.#finisher.add(written, file.action === 'replace')
      this.#files++
    } catch (error) {
      this.noteLost(file, reasonOf(error))
    }
  }

  async #writeContent(
    { entry }: PlannedFile,
    directory: OpenDirectory,
    part: Uint8Array,
    signal: AbortSignal,
  ): Promise<WrittenFile> {
    if (isSimple(entry) && (await makeFile(this.#fetcher, directory, entry, part, signal))) {
      this.#progress(entry.size)
      return { handle: undefined, directory, part, entry, refusedXattrs: [] }
    }
    return writeFile(this.#fetcher, directory, entry, part, bytes => this.#progress(bytes), signal)
  }

  #takenIn(directory: PlannedDirectory): ReadonlySet<string> {
    if (this.#taken?.directory !== directory) this.#taken = { directory, names: planOfParts(directory) }
    return this.#taken.names
  }

  #progress(bytes: number): void {
    this.#bytes += bytes
    this.#tell({
      files: this.#files,
      filesTotal: this.#totals.files,
      bytes: this.#bytes,
      bytesTotal: this.#totals.bytes,
    })
  }
}

async function makeDirectory(open: OpenDirectory, child: PlannedDirectory): Promise<void> {
  const { name } = child.entry!
  if (child.action === 'replace') await open.remove(name)
  if (child.action !== 'keep') await open.create(name)
}

// What costs the file alone: its content is not to be had or not what its entry says, or no file here can be so large.
function reasonOf(error: unknown): string {
  if (isLoss(error)) return error.message
  if (errnoOf(error) === 'EFBIG') return "it says to be larger than the target's file system takes"
  throw error
}

// A folder that was captured amid a restore has names of parts among its own.
function planOfParts(directory: PlannedDirectory): Set<string> {
  const entries = [...directory.files, ...directory.links, ...directory.directories].map(planned => planned.entry!)
  const names = entries.map(entry => Buffer.from(entry.name).toString('latin1'))
  return new Set(names.filter(name => name.startsWith('.holdfast-')))
}
