import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseIxml } from '../../protocol/audio/ixml.ts'
import { mutationOf } from '../helpers/bad-bytes.ts'

const TAKE = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a recorder's -->
<BWFXML>
  <IXML_VERSION>1.61</IXML_VERSION>
  <PROJECT>Nova &amp; Söhne</PROJECT>
  <SCENE>12A</SCENE><TAKE>7</TAKE>
  <TAPE>2025-03-04</TAPE>
  <NOTE><![CDATA[<loud> ]]>late &#101;ntry</NOTE>
  <CIRCLED>TRUE</CIRCLED>
  <TRACK_LIST><TRACK><NAME>Vox</NAME><TAKE>of a track</TAKE></TRACK></TRACK_LIST>
  <BEXT><PROJECT>of the bext</PROJECT></BEXT>
</BWFXML>
`
const TAGS = {
  project: 'Nova & Söhne',
  scene: '12A',
  take: '7',
  reel: '2025-03-04',
  note: '<loud> late entry',
  circled: 'true',
}
const read = (xml: string) => parseIxml(Buffer.from(xml))

test('project, scene, take, reel and note are read from the top level alone', () => {
  assert.deepEqual(read(TAKE), TAGS)
  assert.deepEqual(parseIxml(Buffer.concat([Buffer.from(TAKE), Buffer.alloc(100)])), TAGS)
})

test('UTF-8 and UTF-16 are told by their marks, and Latin-1 by not being UTF-8', () => {
  const little = Buffer.from(TAKE, 'utf16le')
  const big = Buffer.from(little).swap16()
  const mark = Buffer.from('\ufeff', 'utf16le')
  for (const block of [
    Buffer.from(`\ufeff${TAKE}`),
    little,
    Buffer.concat([mark, little]),
    big,
    Buffer.concat([Buffer.from(mark).swap16(), big]),
    Buffer.from(TAKE, 'latin1'),
  ])
    assert.deepEqual(parseIxml(block), TAGS)
})

test('entities are decoded, unknown and impossible ones left as they are', () => {
  const note = (text: string) => read(`<BWFXML><NOTE>${text}</NOTE></BWFXML>`).note
  assert.equal(note('a &lt;b&gt; &quot;c&quot; &apos;d&apos; &#x1F3A4;'), 'a <b> "c" \'d\' 🎤')
  assert.equal(note('&nbsp; &#1114112; &#x110000; &#0; & &amp;lt;'), '&nbsp; &#1114112; &#x110000; &#0; & &lt;')
})

test('what is empty, not circled, or said again does not count', () => {
  const xml = '<BWFXML><TAKE/><TAKE></TAKE><TAKE>2</TAKE><TAKE>3</TAKE><CIRCLED>FALSE</CIRCLED><NOTE> </NOTE></BWFXML>'
  assert.deepEqual(read(xml), { take: '2' })
})

test('broken XML gives what can be told', () => {
  assert.deepEqual(read('<BWFXML><SCENE>1</SCENE><TRACK_LIST><TRACK></TRACK_LIST><TAKE>4</TAKE>'), {
    scene: '1',
    take: '4',
  })
  assert.deepEqual(read('<BWFXML><SCENE>1</SCENE></TAKE><TAKE>4</TAKE><!-- <NOTE>no</NOTE>'), { scene: '1', take: '4' })
  assert.deepEqual(read('<OTHER><TAKE>4</TAKE></OTHER>'), {})
  assert.deepEqual(read('<BWFXML></BWFXML><BWFXML><TAKE>4</TAKE></BWFXML>'), {})
  assert.deepEqual(read('<BWFXML><NOTE>a<B>b</B>c</NOTE></BWFXML>'), { note: 'ac' })
  assert.deepEqual(read('<BWFXML a="1"><TAKE type=x>4</TAKE ></BWFXML>'), { take: '4' })
})

test('arbitrary and changed bytes never throw, and what is read lies within them', () => {
  const good = Buffer.from(TAKE)
  fc.assert(
    fc.property(fc.oneof(mutationOf(good), fc.uint8Array({ maxLength: 300 })), block => {
      for (const value of Object.values(parseIxml(block))) assert.ok(value.length <= block.byteLength)
    }),
    { numRuns: 1000 },
  )
})

test('a hostile block is read in one pass', () => {
  const started = process.cpuUsage()
  for (const bait of ['<', '<!--', '<![CDATA[', '<?', '<a', '<a>', '</a>', '&', '<BWFXML><TAKE>'])
    read(`<BWFXML>${bait.repeat(256 * 1024)}`)
  assert.ok(process.cpuUsage(started).user < 5_000_000) // squared it would be hours
})
