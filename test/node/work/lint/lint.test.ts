import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintTree } from '../../../../node/work/lint/lint.ts'
import { openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant, recording } from '../../../helpers/planted-trees.ts'

const session = (...names: string[]) => `<REAPER_PROJECT 0.1\n${names.map(name => `FILE "${name}"\n`).join('')}>`

async function lint(paths: Readonly<Record<string, Planted>>, latin1 = false) {
  const memory = openChunkMemory()
  const root = plant(memory, paths, latin1)
  const pace = async () => undefined
  const options = { ring, source: memory.source, root, folder: '/srv/Nova LP', pace, progress: () => undefined }
  const { findings, ...counts } = await lintTree(options)
  const said = findings.sorted().map(({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`)
  return { said, ...counts, counts: findings.counts }
}
const codes = (said: readonly string[]) => said.map(line => line.split(' ').slice(0, 2).join(' '))

describe('lintTree', () => {
  it('has nothing to say of a session whose media are all there', async () => {
    const tree = { 'Nova.rpp': session('Audio/a.wav', './Audio\\b.wav'), 'Audio/a.wav': '1', 'Audio/b.wav': '2' }
    assert.deepEqual(await lint(tree), {
      said: [],
      files: 3,
      read: 1,
      unread: 0,
      counts: { error: 0, warning: 0, info: 0 },
    })
  })

  it('tells media that are not in the folder, and those that lie outside it', async () => {
    const names = ['Audio/gone.wav', '../Library/kick.wav', 'D:\\Loops\\beat.wav', '/Volumes/SFX/door.wav']
    const { said, counts } = await lint({ 'Sessions/Nova.rpp': session(...names), 'Audio/a.wav': '1' })
    assert.equal(counts.error, 4)
    assert.deepEqual(said.slice(0, 4), [
      'error media-missing Sessions/Nova.rpp: names "Audio/gone.wav", which is not in the folder',
      'error media-missing Sessions/Nova.rpp: names "../Library/kick.wav", which is not in the folder',
      'error media-missing Sessions/Nova.rpp: names "D:\\Loops\\beat.wav" outside the folder: it is not kept',
      'error media-missing Sessions/Nova.rpp: names "/Volumes/SFX/door.wav" outside the folder: it is not kept',
    ])
  })

  it('finds media by absolute paths of this machine and of others', async () => {
    const names = [
      '/srv/Nova LP/Audio/a.wav',
      'E:\\Work\\Nova LP\\Audio\\b.wav',
      '\\\\nas\\work\\Nova LP\\Audio\\c.wav',
    ]
    const tree = { 'Nova.rpp': session(...names), 'Audio/a.wav': '1', 'Audio/b.wav': '2', 'Audio/c.wav': '3' }
    assert.deepEqual(codes((await lint(tree)).said), Array(3).fill('info media-absolute'))
  })

  it('tells where else a medium is, whatever the case or the accents of its name', async () => {
    const tree = {
      'Nova.rpp': session('Audio/Vox.wav', 'Audio/Café.wav'),
      'Audio/vox.WAV': '1',
      ['Audio/Café.wav'.normalize('NFD')]: '2',
    }
    const { said } = await lint(tree)
    assert.deepEqual(codes(said), Array(2).fill('warning media-elsewhere'))
    assert.match(
      said.join('\n'),
      /names "Audio\/Vox\.wav", which is not there; a file so called is at "Audio\/vox\.WAV"/,
    )
  })

  it('makes less of what a backup misses, and counts what it names as used', async () => {
    const tree = {
      'Nova.rpp': session('a.wav'),
      'Backups/Nova 1.rpp': session('../b.wav', '../gone.wav'),
      'Nova.rpp-bak': 'not looked at',
      'a.wav': '1',
      'b.wav': '2',
      'c.wav': '3',
    }
    const { said } = await lint(tree)
    assert.deepEqual(codes(said), ['info media-missing', 'info media-unused'])
    assert.match(said[1]!, / c\.wav: no session names it/)
  })

  it('says what it does not read, and then not what is unused', async () => {
    const { said, unread } = await lint({ 'Nova.ptx': '1', 'Nova 2.ptx': '2', 'Nova.rpp': session(), 'a.wav': '3' })
    assert.equal(unread, 2)
    assert.deepEqual(codes(said), ['warning session-unread'])
    assert.match(said[0]!, /and 1 more like it, \.ptx can't be read yet: what it names is not known/)
  })

  it('tells a project that does not begin as one', async () => {
    assert.deepEqual(codes((await lint({ 'Nova.rpp': 'PK\x03\x04' })).said), ['warning session-damaged'])
  })

  it('tells empty and live media', async () => {
    const header = { pieces: [Buffer.alloc(44)], media: recording({}, { durationMs: 0 }) }
    const tree = { 'none.wav': '', 'header.wav': header, 'live.wav': { live: true, size: 5 }, 'empty.txt': '' }
    assert.deepEqual((await lint(tree)).said, [
      'warning file-live live.wav: was still growing when the snapshot was taken',
      'warning media-empty header.wav: holds no sound',
      'warning media-empty none.wav: holds no sound',
    ])
  })

  it('tells names that other systems take for one', async () => {
    const tree = { 'a/Vox.txt': '1', 'a/vox.txt': '2', 'b/é': '3', ['b/é'.normalize('NFD')]: '4' }
    const { said } = await lint(tree)
    assert.deepEqual(codes(said), Array(2).fill('warning names-clash'))
    assert.match(said[0]!, /differ only in upper and lower case/)
  })

  it('tells names that other systems refuse', async () => {
    const names = ['CON', 'nul.wav', 'com1.txt', 'a:b', 'what?', 'end.', 'end ', 'tab\there', `${'é'.repeat(120)}`]
    const { said } = await lint(Object.fromEntries(names.map(name => [`x/${name}`, '1'])))
    assert.equal(said.filter(line => line.startsWith('warning name-windows')).length, 7)
    assert.equal(said.filter(line => line.startsWith('warning name-control')).length, 1)
    assert.equal(said.filter(line => line.startsWith('warning name-long')).length, 1)
    assert.deepEqual(codes((await lint({ 'Gitarre \xfcber.txt': '1' }, true)).said), ['warning name-encoding'])
    const fine = ['con1', 'console.wav', 'nul-take', 'a.b', '.hidden', 'Ünïcode 漢字']
    assert.deepEqual((await lint(Object.fromEntries(fine.map(name => [name, '1'])))).said, [])
    const deep = Array(30).fill('long folder').join('/')
    assert.deepEqual(new Set(codes((await lint({ [`${deep}/x`]: '1' })).said)), new Set(['info path-long']))
  })
})
