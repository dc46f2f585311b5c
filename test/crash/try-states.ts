// Records one run, puts together states that a crash at any moment of it could have left, and opens each with the real
// store. Files lie in memory where the machine has such a place: only what the states differ in costs time.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashHex } from '../../protocol/hash.ts'
import { checkState } from './check-state.ts'
import { type Chance, chosen, chosenIndex, plainChoices, seeded, tornIndex } from './choices.ts'
import { type Decide, type Image, Platter } from './platter.ts'
import { Promised } from './promised.ts'
import { type Event, type RecordedDisk, recordDisk } from './recorded-disk.ts'

export interface Run {
  /** What is done, with everything below `root` written through `disk`. The store is in `store`. */
  readonly work: (disk: RecordedDisk, root: string) => Promise<void>
  /** Whether a site is started on some of the states, or the store alone on all. */
  readonly site: boolean
}

export interface Tried {
  /** Different ones, by their bytes and by what was promised. */
  readonly states: number
  readonly moments: number
  /** The first few states in which something acknowledged was lost or that did not open: why. */
  readonly lost: readonly string[]
  readonly lostCount: number
}

export const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const INDEX = 'store/index/'
const SHOWN = 5
// Chances give the same state again where little is in doubt: so many in a row, and a moment is done with.
const REPEATS = 12
const SIDE_BY_SIDE = 4
// A site's start costs more than all the rest, and what it adds to the store's own promises is the same few.
const SITE_EVERY = 3

export async function record({ work }: Run): Promise<readonly Event[]> {
  const root = await mkdtemp(join(MEMORY, 'holdfast-recorded-'))
  try {
    const disk = recordDisk(root, join('store', 'index'))
    await work(disk, root)
    return disk.events
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** Tries about `count` states of a recorded run; stops early once something was lost when `first` is set. */
export async function tryStates(run: Run, count: number, seed: number, first = false): Promise<Tried> {
  const events = await record(run)
  const chance = seeded(seed)
  const platter = new Platter()
  const promised = new Promised()
  const indexes: ReadonlyMap<string, Buffer>[] = []
  const seen = new Set<string>()
  const lost: string[] = []
  let lostCount = 0
  let told = 0
  let opened = 0
  const folder = await mkdtemp(join(MEMORY, 'holdfast-crash-'))
  try {
    for (const [moment, event] of events.entries()) {
      platter.apply(event)
      if (event.kind === 'index') indexes.push(event.files)
      if (event.kind === 'told') {
        event.change(promised)
        told++
      }
      // As many by now as this moment's share of the whole: a moment with little in doubt leaves its part to the others.
      const due = Math.ceil((count * (moment + 1)) / events.length)
      const plain = plainChoices(platter.pending)
      if (due - seen.size < plain.length) shuffle(plain, chance)
      const images: Image[] = []
      for (let repeats = 0; seen.size < due && repeats < REPEATS; ) {
        const image = stateOf(plain.shift() ?? chosen(chance))
        const name = `${told} ${digest(image)}`
        if (seen.has(name)) repeats++
        else images.push(image)
        seen.add(name)
      }
      for (const why of await failures(images)) {
        if (lost.length < SHOWN) lost.push(`moment ${moment} of ${events.length} (${event.kind}): ${why}`)
        lostCount++
        if (first) return result()
      }
    }
    return result()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }

  function result(): Tried {
    return { states: seen.size, moments: events.length, lost, lostCount }
  }

  function stateOf(decide: Decide): Image {
    const image = new Map(platter.image(decide))
    if (!image.has('store/')) return image
    const files = indexFiles()
    if (files === undefined) return image
    image.set(INDEX, Buffer.alloc(0))
    for (const [name, bytes] of files) image.set(INDEX + name, bytes)
    return image
  }

  function indexFiles(): ReadonlyMap<string, Buffer> | undefined {
    const state = chosenIndex(chance)
    const newest = indexes.at(-1)
    if (newest === undefined || state === 'absent') return undefined
    if (state === 'older') return indexes[Math.floor(chance() * indexes.length)]
    return state === 'torn' ? tornIndex(newest, chance) : newest
  }

  /** Some side by side: opening a store mostly waits. */
  async function failures(images: readonly Image[]): Promise<string[]> {
    const why: string[] = []
    const rest = images.values()
    const work = async (place: string): Promise<void> => {
      for (const image of rest) {
        const failed = await failure(image, place)
        if (failed !== undefined) why.push(failed)
      }
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, n) => work(join(folder, String(n)))))
    return why
  }

  async function failure(image: Image, place: string): Promise<string | undefined> {
    try {
      await write(place, image)
      await checkState(place, promised, run.site && ++opened % SITE_EVERY === 0)
      return undefined
    } catch (error) {
      return error instanceof Error ? `${error.name} ${error.message}${isCode(error)}` : String(error)
    } finally {
      await rm(place, { recursive: true, force: true })
    }
  }
}

function isCode(error: Error): string {
  return 'code' in error ? ` (${String(error.code)})` : ''
}

async function write(root: string, image: Image): Promise<void> {
  await mkdir(root)
  for (const [path, bytes] of image) {
    if (path.endsWith('/')) await mkdir(join(root, path), { recursive: true })
    else await writeFile(join(root, path), bytes, { mode: 0o600 })
  }
}

function digest(image: Image): string {
  const parts: Uint8Array[] = []
  for (const [path, bytes] of image) parts.push(Buffer.from(`${path}\0${bytes.length}\0`), bytes)
  return hashHex(Buffer.concat(parts))
}

function shuffle<T>(list: T[], chance: Chance): void {
  for (let at = list.length - 1; at > 0; at--) {
    const with_ = Math.floor(chance() * (at + 1))
    ;[list[at], list[with_]] = [list[with_]!, list[at]!]
  }
}
