// Hostile trees grown from a seed: names, entries, links and lies of every kind, mixed and nested.
import { type ChunkMemory, ring } from '../helpers/chunk-memory.ts'
import { SeededRandom } from '../simulation/seeded-random.ts'
import { legalNames, linkTargets, refusedNames, spoiledEntries } from './hostile-names.ts'
import { file, folder, lyingFile, type Planted, symlink } from './hostile-trees.ts'

const LEVELS = 4
const ENTRIES = 12

/** The same seed grows the same tree. */
export function randomTree(seed: number, outside: string, memory: ChunkMemory): { planted: Planted[]; nodes: number } {
  const random = new SeededRandom(`tree ${seed}`)
  const below = (bound: number): number => random.below(bound)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!
  const refused = refusedNames(outside)
  const legal = legalNames()
  const spoiled = spoiledEntries()

  const noise = (): Uint8Array => {
    const bytes = Uint8Array.from({ length: 1 + below(255) }, () => below(256))
    return bytes.map(byte => (byte === 0 || byte === 0x2f ? 0x41 : byte))
  }

  const grow = (depth: number): Planted[] => {
    const planted: Planted[] = [file(Buffer.from('plain.wav'), `at ${depth}`)]
    const used = new Set(['plain.wav', '.', '..'])
    const fresh = (): Uint8Array => {
      for (;;) {
        const name = below(3) === 0 ? noise() : below(2) === 0 ? pick(legal) : Buffer.from(`take ${below(1000)}`)
        const key = Buffer.from(name).toString('latin1')
        if (used.has(key)) continue
        used.add(key)
        return name
      }
    }
    const count = below(ENTRIES)
    for (let i = 0; i < count; i++) {
      const name = fresh()
      const kind = below(12)
      if (kind < 3) planted.push(file(name, `content ${below(1e9)}`))
      else if (kind < 5 && depth < LEVELS) planted.push(folder(name, grow(depth + 1)))
      else if (kind === 5) planted.push(file(pick(refused), 'evil', { fate: 'refused' }))
      else if (kind === 6) planted.push(folder(pick(refused), [file(name, 'evil')], 'refused'))
      else if (kind === 7) {
        const [target, fate] = pick(linkTargets(outside, depth))
        planted.push(symlink(name, target, fate))
      } else if (kind === 8) {
        const [as, fate] = pick(spoiled)
        planted.push(file(name, 'some content', { as, fate }))
      } else if (kind === 9) {
        const first = pick(planted.filter(({ fate }) => fate === 'legal'))
        planted.push(
          below(2) === 0
            ? file(first.entry.name!, 'the second', { fate: 'refused' })
            : folder(first.entry.name!, [file(name, 'x')], 'refused'),
        )
      } else if (kind === 10) {
        // A tangle: links through links, to anywhere.
        const steps = Array.from({ length: 1 + below(6) }, () => pick(['..', '.', 't0', 't1', 't2', 'take 1', 'x']))
        const at = `t${below(3)}`
        if (used.has(at)) continue
        used.add(at)
        planted.push(symlink(Buffer.from(at), steps.join('/'), 'either'))
      } else planted.push(lyingFile(ring, name, pick([[10, 11], [2 ** 45], [3], [10, 10, 11]]), below(2), memory.sink))
    }
    return shuffled(planted, below)
  }
  return { planted: grow(0), nodes: 1 + below(3) }
}

// What stands twice keeps its order: the first of a name is the one that counts.
function shuffled(planted: readonly Planted[], below: (bound: number) => number): Planted[] {
  const singles = planted.filter(({ entry }) => countName(planted, entry.name!) === 1)
  const others = planted.filter(({ entry }) => countName(planted, entry.name!) > 1)
  for (let i = singles.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[singles[i], singles[j]] = [singles[j]!, singles[i]!]
  }
  return below(2) === 0 ? [...others, ...singles] : [...singles, ...others]
}

function countName(planted: readonly Planted[], name: Uint8Array): number {
  return planted.filter(({ entry }) => Buffer.from(entry.name!).equals(name)).length
}
