// What a disk holds, and the frames of the multiplexer: bytes of fixed layout.
import { BrokenRule, encodeHeader, parseHeader as parseFrameHeader } from '../../node/network/muxer-frame.ts'
import { openValue } from '../../node/store/checked-value.ts'
import { encodeIdentity, parseIdentity, parseWrapped } from '../../node/store/identity.ts'
import {
  encodeFrame,
  encodeJournalHead,
  FRAME_HEAD,
  JOURNAL_START,
  parseFrameBody,
  parseFrameHead,
  parseJournalHead,
} from '../../node/store/journal-frame.ts'
import { encodeFooter, parsePackIndex, parseTrailer } from '../../node/store/pack-footer.ts'
import {
  encodeRecordHead,
  encodeWithdrawal,
  KIND,
  keyOf,
  parseRecordHead,
  parseWithdrawal,
} from '../../node/store/pack-record.ts'
import { decodeRecord, encodeRecord } from '../../node/work/ingest/stat-record.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf, parseId } from '../../protocol/ids.ts'
import { encodeRing } from '../../protocol/ring.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'
import type { Decoder } from './decoder.ts'

export function diskDecoders(): Decoder[] {
  const frame = encodeFrame(JOURNAL_START, [Buffer.from('one'), Buffer.from('another entry')])
  const key = keyOf(KIND.chunk, Buffer.from(hash(Buffer.from('one'))).toString('hex'))
  const records = [{ pack: 7, offset: 32, length: 3, kind: KIND.chunk, key }]
  const [index, trailer] = encodeFooter(7, records, 95)
  const size = 95 + index!.length + trailer!.length
  const xattrs = [{ name: Buffer.from('user.a'), value: Buffer.from('b') }]
  const record = encodeRecord({
    ctime: 5n,
    ino: 6n,
    xattrs,
    directories: [Buffer.from('sub')],
    files: [
      {
        state: 'settled',
        name: Buffer.from('kick.wav'),
        size: 5,
        mtime: 6n,
        ctime: 7n,
        ino: 8n,
        headerAgrees: true,
        child: { cid: parseId('Cid', '33'.repeat(32)), stored: 900, below: 0, sendClass: 3 },
        media: {
          container: 'wav',
          codec: 'pcm',
          channels: 2,
          rate: 48_000,
          bits: 24,
          durationMs: 5,
          tags: { artist: 'Ada' },
        },
        xattrs,
      },
    ],
  })
  const identity = encodeIdentity({
    siteSeed: noise(1, 32),
    sealingSeed: noise(2, 32),
    mesh: idOf('MeshId', noise(3, 32)),
    name: 'berlin',
    labels: { location: 'berlin' },
    rings: [encodeRing(ring)],
  })
  const isRule = (error: unknown) => error instanceof BrokenRule
  return [
    { name: 'journal head', seeds: [encodeJournalHead(JOURNAL_START)], run: bytes => parseJournalHead(bytes) },
    {
      name: 'journal frame head',
      seeds: [frame.bytes.subarray(0, FRAME_HEAD)],
      run: bytes => parseFrameHead(bytes, JOURNAL_START.offset),
    },
    { name: 'journal frame body', seeds: [frame.bytes.subarray(FRAME_HEAD)], run: bytes => parseFrameBody(bytes) },
    { name: 'pack record head', seeds: [encodeRecordHead(key, 3, 7, 32)], run: bytes => parseRecordHead(bytes, 7, 32) },
    {
      name: 'pack withdrawal',
      seeds: [encodeWithdrawal({ key, place: { pack: 7, offset: 32, length: 3 }, since: 5, why: 'rot' })],
      run: bytes => parseWithdrawal(bytes),
    },
    { name: 'pack trailer', seeds: [trailer!], run: bytes => parseTrailer(bytes, 7, size) },
    { name: 'pack index', seeds: [index!], run: bytes => parsePackIndex(bytes, parseTrailer(trailer!, 7, size)) },
    { name: 'index value', seeds: [noise(1, 40)], run: bytes => openValue(Buffer.from('key'), bytes) },
    { name: 'stat cache', seeds: [record], run: bytes => decodeRecord(bytes) },
    {
      name: 'identity file',
      seeds: [identity],
      weight: 0.5,
      run: bytes => parseWrapped(bytes) ?? parseIdentity(bytes),
    },
    {
      name: 'muxer frame',
      seeds: [encodeHeader({ type: 0, flags: 1, stream: 3, length: 4 })],
      run: bytes => bytes.byteLength >= 12 && parseFrameHeader(bytes),
      documented: isRule,
    },
  ]
}
