import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ChildRef } from '../../protocol/chunk.ts'
import { decode, encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { parseId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import {
  checkEntry,
  checkName,
  type DirectoryEntry,
  entryFromMessage,
  entryToMessage,
  type FileEntry,
} from '../../protocol/tree-entry.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const EMPTY = new Uint8Array(0)
const child: ChildRef = { cid: parseId('Cid', '11'.repeat(32)), stored: 1000, below: 0, sendClass: 2 }
const file: FileEntry = {
  type: 'file',
  name: Buffer.from('take 1.wav'),
  mode: 0o640,
  mtimeSeconds: -1_000_000_000,
  mtimeNanoseconds: 999_999_999,
  xattrs: [{ name: Buffer.from('user.take'), value: Buffer.from([0, 255]) }],
  size: 12,
  child,
  linkGroup: Buffer.alloc(16, 7),
  live: true,
}
const { type: _, size: __, child: ___, linkGroup: ____, live: _____, ...base } = file
const folder: DirectoryEntry = { ...base, type: 'directory', child }
const symlink: DirectoryEntry = { ...base, type: 'symlink', target: Buffer.from('../masters/take 1.wav') }
const empty: DirectoryEntry = { ...file, size: 0, child: undefined, linkGroup: undefined, live: false, xattrs: [] }

suite('an entry', () => {
  for (const entry of [file, folder, symlink, empty]) {
    test(`survives its bytes: ${entry.type}${entry === empty ? ', empty' : ''}`, () => {
      assert.deepEqual(plain(decodeEntry(encodeEntry(entry))), plain(entry))
    })
  }

  test('of any bytes is valid or MESSAGE_INVALID', () =>
    checkDecoder(encodeEntry(file), decodeEntry, ['MESSAGE_INVALID'], 1000))

  test('is refused where a restore would meet something impossible', () => {
    const bad: DirectoryEntry[] = [
      { ...file, mode: 0o10000 },
      { ...file, mtimeNanoseconds: 1_000_000_000 },
      { ...file, mtimeSeconds: 2 ** 53 },
      { ...file, size: 0 },
      { ...file, child: undefined },
      { ...file, size: LIMITS.chunkPlain + 1 },
      { ...file, size: 2 ** 53 },
      { ...file, linkGroup: Buffer.alloc(15) },
      { ...file, xattrs: [...file.xattrs, ...file.xattrs] },
      { ...file, xattrs: [{ name: Buffer.from('a'), value: Buffer.alloc(LIMITS.xattrs) }] },
      { ...file, xattrs: [{ name: Buffer.alloc(0), value: Buffer.alloc(1) }] },
      {
        ...file,
        xattrs: Array.from({ length: 257 }, (_, index) => ({ name: Buffer.from(`x${index}`), value: EMPTY })),
      },
      { ...file, name: Buffer.from('a/b') },
      { ...base, type: 'symlink', target: Buffer.alloc(0) },
      { ...base, type: 'symlink', target: Buffer.alloc(LIMITS.symlinkTarget + 1, 'a') },
      { ...base, type: 'symlink', target: Buffer.from('a\0b') },
    ]
    for (const entry of bad) assert.throws(() => checkEntry(entry), isInvalid)
    for (const entry of bad) assert.throws(() => decodeEntry(encodeEntry(entry)), isInvalid)
  })

  test('is refused with a child that its type or its chunk does not have', () => {
    const message = (fields: pb.Entry.$Properties) => encode(pb.Entry, { name: Buffer.from('a'), ...fields })
    for (const fields of [
      { type: pb.EntryType.DIRECTORY },
      { type: pb.EntryType.SYMLINK, target: Buffer.from('x'), child: 1 },
      { type: pb.EntryType.FILE, size: 1, child: 2 },
      { type: 9 as pb.EntryType, child: 1 },
      { child: 1 },
    ]) {
      assert.throws(() => decodeEntry(message(fields)), isInvalid)
    }
  })
})

suite('a name', () => {
  test('may be any bytes a file system takes', () => {
    for (const name of ['a', '...', '.a', 'a..', '\\', 'ä', ' ', '-rf', 'a\nb']) checkName(Buffer.from(name))
    checkName(Buffer.from([0xff, 0xfe]))
    checkName(Buffer.alloc(LIMITS.name, 'x'))
  })

  test('is refused where it could lead elsewhere', () => {
    for (const name of ['', '.', '..', '/', 'a/b', '/etc', 'a\0', '\0'])
      assert.throws(() => checkName(Buffer.from(name)), isInvalid)
    assert.throws(() => checkName(Buffer.alloc(LIMITS.name + 1, 'x')), isInvalid)
  })
})

function encodeEntry(entry: DirectoryEntry): Uint8Array {
  return encode(pb.Entry, entryToMessage(entry, entry.type !== 'symlink' && entry.child ? 1 : 0))
}

function decodeEntry(bytes: Uint8Array): DirectoryEntry {
  return entryFromMessage(decode(pb.Entry, bytes, LIMITS.treeChunk), [child])
}

function plain(entry: DirectoryEntry): unknown {
  return JSON.parse(
    JSON.stringify(entry, (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toJSON() : value)),
  )
}

function isInvalid(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID')
}
