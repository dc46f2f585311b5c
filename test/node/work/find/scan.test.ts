import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dayOf } from '../../../../node/work/find/days.ts'
import { foldText } from '../../../../node/work/find/fold.ts'
import { packRecords } from '../../../../node/work/find/records.ts'
import { scanRecords } from '../../../../node/work/find/scan.ts'
import { type Query, type Term, termsOf } from '../../../../node/work/find/terms.ts'
import type { Media } from '../../../../protocol/media.ts'
import type { FileEntry } from '../../../../protocol/tree-entry.ts'
import { fileEntry, openChunkMemory } from '../../../helpers/chunk-memory.ts'
import { recording } from '../../../helpers/planted-trees.ts'

const memory = openChunkMemory()
const nothing: Query = { words: [], scene: undefined, take: undefined, by: undefined, days: undefined }

function file(name: string, tags: Media['tags'] = {}, mtimeSeconds = 1_700_000_000): FileEntry {
  return { ...fileEntry(memory, name), mtimeSeconds, media: recording(tags) }
}

function scan(files: readonly FileEntry[], query: Partial<Query>): string[] {
  const { words, fields, by, days } = termsOf({ ...nothing, ...query })
  const terms: Term[] = [...words, ...fields, ...(by ? [by] : [])]
  const hits: string[] = []
  const records = packRecords(files)
  if (records) scanRecords(records, terms, days, index => hits.push(Buffer.from(files[index]!.name).toString()))
  return hits
}

describe('scanning records', () => {
  const files = [
    file('Vox 01.wav', { scene: '12A', take: '3', artist: 'Ada' }),
    file('Gtr.wav', { scene: '12A', take: '13', originator: 'Zoom F8n', comment: 'vox bleed, scene 4' }),
    file('Übung.WAV', { scene: '4', take: '3', date: '2026-03-14' }),
    file('Café.wav'.normalize('NFD'), {}, Date.UTC(2026, 2, 14, 12) / 1000),
  ]

  it('finds words in names and tags, whatever their case and however accents are encoded', () => {
    assert.deepEqual(scan(files, { words: ['VOX'] }), ['Vox 01.wav', 'Gtr.wav'])
    assert.deepEqual(scan(files, { words: ['übung'] }), ['Übung.WAV'])
    assert.deepEqual(scan(files, { words: ['café'] }), ['Café.wav'.normalize('NFD')])
    assert.deepEqual(scan(files, { words: ['vox', 'bleed'] }), ['Gtr.wav'])
    assert.deepEqual(scan(files, { words: ['wav', 'theremin'] }), [])
  })

  it('takes scene and take whole, or by a pattern', () => {
    assert.deepEqual(scan(files, { scene: '12a', take: '3' }), ['Vox 01.wav'])
    assert.deepEqual(scan(files, { scene: '12' }), [])
    assert.deepEqual(scan(files, { scene: '1*' }), ['Vox 01.wav', 'Gtr.wav'])
    assert.deepEqual(scan(files, { scene: '*', take: '*3' }), ['Vox 01.wav', 'Gtr.wav', 'Übung.WAV'])
    assert.deepEqual(scan(files, { scene: '4' }), ['Übung.WAV'])
  })

  it('looks for who made it in originator and artist alone', () => {
    assert.deepEqual(scan(files, { by: 'zoom' }), ['Gtr.wav'])
    assert.deepEqual(scan(files, { by: 'ada' }), ['Vox 01.wav'])
    assert.deepEqual(scan(files, { by: 'vox' }), [])
  })

  it("goes by the recording's day, else by the file's", () => {
    const day = dayOf('2026-03-14')!
    assert.deepEqual(scan(files, { days: { from: day, to: day } }), ['Übung.WAV', 'Café.wav'.normalize('NFD')])
    assert.deepEqual(scan(files, { words: ['wav'], days: { from: day + 1, to: day + 9 } }), [])
  })

  it('finds exactly what a plain comparison of every record finds', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aäbB1 *.'), minLength: 1, maxLength: 5 })
    const made = fc.record({ name: text, scene: fc.option(text), comment: fc.option(text), artist: fc.option(text) })
    const asked = fc.record({ words: fc.array(text, { maxLength: 3 }), scene: fc.option(text), by: fc.option(text) })
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 40 }), asked, (entries, query) => {
        const made = entries.map(({ name, ...tags }, index) => {
          const given = Object.entries(tags).filter(([, value]) => value !== null)
          return { ...file(`${name}${index}`, Object.fromEntries(given) as Media['tags']) }
        })
        const expected = made.filter(entry => matches(entry, query))
        const { words } = query
        const found = scan(made, { words, scene: query.scene ?? undefined, by: query.by ?? undefined })
        assert.deepEqual(
          found,
          expected.map(entry => Buffer.from(entry.name).toString()),
        )
      }),
      { numRuns: 500 },
    )
  })
})

function matches(entry: FileEntry, query: { words: string[]; scene: string | null; by: string | null }): boolean {
  const tags = entry.media!.tags
  const texts = [Buffer.from(entry.name).toString(), ...Object.values(tags)].map(foldText)
  if (!query.words.every(word => texts.some(text => text.includes(foldText(word))))) return false
  if (
    query.by !== null &&
    ![tags.artist, tags.originator].some(text => text && foldText(text).includes(foldText(query.by!)))
  )
    return false
  if (query.scene === null) return true
  const pieces = foldText(query.scene)
    .split('*')
    .map(piece => piece.replace(/[.]/g, '\\.'))
  return tags.scene !== undefined && new RegExp(`^${pieces.join('.*')}$`, 's').test(foldText(tags.scene))
}
