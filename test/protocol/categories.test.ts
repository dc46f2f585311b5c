import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { categoriesOf } from '../../protocol/categories.ts'
import { CATEGORIES, type Category } from '../../protocol/category.ts'
import { isError } from '../../protocol/errors.ts'
import type { Media } from '../../protocol/media.ts'
import { isSessionDocument } from '../../protocol/session-document.ts'

const SOUND: Media = { container: 'wav', codec: 'pcm', channels: 1, rate: 48_000, bits: 24, durationMs: 1, tags: {} }
const builtIn = categoriesOf([])
const categoryOf = (path: string, media?: Media): Category => builtIn.of(Buffer.from(path), media)

const FOLDERS: Readonly<Record<string, Partial<Record<Category, readonly string[]>>>> = {
  'Pro Tools': {
    session: ['Nova.ptx', 'Session File Backups/Nova.bak.001.ptx'],
    raw: ['Audio Files/Vox_01.wav', 'Audio Files/Master_01.wav', 'Audio Files/Gtr_01-01.wav'],
    master: ['Bounced Files/Nova mix 3.wav', 'Bounced Files/Nova.flac'],
    intermediate: ['Bounced Files/Nova mix 3.mp3', 'Rendered Files/Vox.wav', 'Fade Files/1.wav'],
    document: ['Video Files/reel 3.mov', 'Session Notes.txt'],
    rebuildable: ['WaveCache.wfm'],
  },
  Live: {
    session: ['Nova Project/Nova.als', 'Nova Project/Backup/Nova [2025-03-04 120000].als', 'Presets/Bass.adg'],
    raw: ['Nova Project/Samples/Recorded/0001 Vox.aif', 'Samples/Imported/kick.wav'],
    intermediate: ['Samples/Processed/Freeze/Freeze Vox.wav', 'Samples/Processed/Consolidate/Vox.wav'],
    document: ['Ableton Project Info/Project8_1.cfg'],
  },
  Reaper: {
    session: ['Nova.rpp', 'Nova.rpp-bak', 'Backups/Nova-2025.rpp-bak'],
    raw: ['01-Vox-250304_1200.wav', 'Media/02-Bass.flac'],
    intermediate: ['Media/02-Bass-glued-01.wav', '01-Vox_render 002.wav'],
    master: ['Renders/Nova.wav'],
    stem: ['Renders/Nova stem drums.wav'],
    rebuildable: ['Media/02-Bass.flac.reapeaks', 'peaks/x.reapeaks', 'film.mov.reapindex'],
  },
  'Cubase and Nuendo': {
    session: ['Nova.cpr', 'Auto Saves/Nova-01.bak', 'Nova.npr'],
    raw: ['Audio/Vox_01.wav'],
    intermediate: ['Edits/Vox_01-02.wav', 'Freeze/Vox.wav', 'Audio/Render in Place/Vox.wav'],
    master: ['Mixdown/Nova.wav'],
    rebuildable: ['Images/Vox_01.peak'],
    document: ['Track Pictures/a.png', 'Nova.csh'],
  },
  Logic: {
    session: ['Nova.logicx/Alternatives/000/ProjectData', 'Nova.logicx/Resources/ProjectInformation.plist'],
    raw: ['Nova.logicx/Media/Audio Files/Vox#01.aif', 'Audio Files/Vox#02.caf'],
    intermediate: ['Nova.logicx/Media/Audio Files/Vox_bip.aif', 'Freeze Files.nosync/x.aif', 'Bounces/Nova.m4a'],
    master: ['Bounces/Nova.aif'],
    rebuildable: ['Nova.logicx/Media/Vox.ovw'],
  },
  'Studio One and Bitwig': {
    session: ['Nova.song', 'History/Nova (Autosaved).song', 'Nova.bwproject', 'auto-backups/Nova.bwproject'],
    raw: ['Media/Vox(1).wav', 'samples/kick.wav', 'recordings/vox.wav', 'master-recordings/live.wav'],
    stem: ['Stems/Drums.wav'],
    master: ['Mixdown/Nova.wav', 'Master/Nova.wav'],
    intermediate: ['bounce/vox.wav', 'Media/Rough Mixes/Nova.wav'],
  },
  'a studio of its own ways': {
    stem: ['Nova_Stems_24-48/Drums.wav', 'for mastering/stems/Bass.wav', 'Nova - STEM - Vox.wav'],
    master: ['Masters 24-96/Nova.wav', 'Deliverables/Nova.mp3', 'Nova MASTER v2.wav', 'MASTERED/01.wav'],
    raw: ['Master Tapes/Reel 4.wav', 'tape-transfers-82/side A.wav', 'Vox 3.wav', 'Remastering room/x.wav', 'a.mid'],
    intermediate: ['Mixes/Nova rough.wav', 'drafts/Nova.wav', 'tmp/x.wav', 'kick.wav.asd', 'kick.pk'],
    document: [
      'lyrics.pdf',
      'budget',
      'Masters/liner notes.txt',
      'stems/README',
      'cover.jpg',
      'a.wav.txt',
      'desktop.ini',
    ],
    session: ['Presets/EQ/a.fxp'],
    rebuildable: ['.DS_Store', 'Cover/Thumbs.db', 'vox.pkf', 'vox.wav.sfk', '._vox.pkf'],
  },
}

for (const [workstation, expected] of Object.entries(FOLDERS)) {
  test(`a folder of ${workstation} is sorted as it is used, in any case`, () => {
    for (const [category, paths] of Object.entries(expected))
      for (const path of paths) {
        for (const spelled of [path, path.toUpperCase(), path.toLowerCase()])
          assert.equal(categoryOf(spelled), category, spelled)
        assert.equal(builtIn.isRebuildable(Buffer.from(path)), category === 'rebuildable', path)
      }
  })
}

test('what sounds is a recording whatever its name, a film is not', () => {
  assert.equal(categoryOf('take 3'), 'document')
  assert.equal(categoryOf('take 3', SOUND), 'raw')
  assert.equal(categoryOf('Stems/vox.part', SOUND), 'stem')
  assert.equal(categoryOf('film.mp4', { ...SOUND, container: 'mp4' }), 'document')
})

test('the folder next to the file decides', () => {
  assert.equal(categoryOf('Stems/Session/Audio Files/vox.wav'), 'raw')
  assert.equal(categoryOf('Audio Files/Bounced Files/x.wav'), 'master')
  assert.equal(categoryOf('Bounced Files/Stems/x.wav'), 'stem')
})

test('a resource fork, whose name ends as that of its file, goes where that goes', () => {
  assert.equal(categoryOf('Stems/._vox.sd2'), 'stem')
  assert.equal(categoryOf('._Nova.ptx'), 'session')
})

test('the rules of a project come first, the first that matches', () => {
  const categories = categoriesOf([
    { pattern: 'Vault/*.reapeaks', category: 'raw' },
    { pattern: '*.reapeaks', category: 'document' },
    { pattern: 'Scratch', category: 'rebuildable' },
    { pattern: '/Audio/**', category: 'stem' },
  ])
  const expected: Record<string, Category> = {
    'Vault/a.reapeaks': 'raw',
    'a.reapeaks': 'document',
    'x/Scratch/take.wav': 'rebuildable',
    'scratch/take.wav': 'raw',
    'Audio/vox.wav': 'stem',
    'x/Audio/vox.wav': 'raw',
    'a.sfk': 'rebuildable',
  }
  for (const [path, category] of Object.entries(expected)) {
    assert.equal(categories.of(Buffer.from(path), undefined), category, path)
    assert.equal(categories.isRebuildable(Buffer.from(path)), category === 'rebuildable', path)
  }
})

test('names that are no UTF-8 are sorted as any, by rules too', () => {
  const path = Buffer.from('K\xf6ln/Audio Files/t\xe4ke.WAV', 'latin1')
  assert.equal(builtIn.of(path, undefined), 'raw')
  assert.equal(categoriesOf([{ pattern: 'K?ln', category: 'master' }]).of(path, undefined), 'master')
})

test('a rule that can not be read is a usage error', () => {
  assert.throws(
    () => categoriesOf([{ pattern: 'a[', category: 'raw' }]),
    error => isError(error, 'USAGE'),
  )
})

test('any path has a category, the same at any time, and is rebuildable exactly when it says so', () => {
  const part = fc.constantFrom(
    'Audio Files',
    'Stems',
    'x.logicx',
    '',
    '.',
    '..',
    '/',
    'a.wav',
    '.reapeaks',
    'wavecache.wfm',
  )
  const path = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.array(part, { maxLength: 5 }).map(parts => Buffer.from(parts.join('/'))),
  )
  fc.assert(
    fc.property(path, fc.boolean(), (path, sounds) => {
      const media = sounds ? SOUND : undefined
      const category = builtIn.of(path, media)
      assert.ok(CATEGORIES.includes(category))
      assert.equal(categoriesOf([]).of(path, media), category)
      assert.equal(builtIn.isRebuildable(path), category === 'rebuildable')
    }),
  )
})

test('session documents are told by their endings, also in packages and in upper case, but not the media beside them', () => {
  for (const path of ['song.ptx', 'a/b.ALS', 'mix.rpp', 'song.logicx/Alternatives/000/ProjectData'])
    assert.ok(isSessionDocument(Buffer.from(path)), path)
  for (const path of ['take.wav', 'ptx', 'als/take.wav', 'song.logicx/Media/Audio Files/take.aif', 'a.ptx.txt'])
    assert.ok(!isSessionDocument(Buffer.from(path)), path)
})
