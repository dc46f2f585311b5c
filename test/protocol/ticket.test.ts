import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf } from '../../protocol/ids.ts'
import { encodeTicket, parseTicket, type Ticket } from '../../protocol/ticket.ts'
import { readVector } from '../helpers/chunk-memory.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const address = fc
  .tuple(fc.ipV4(), fc.integer({ min: 1, max: 65535 }))
  .map(([host, port]) => `/ip4/${host}/tcp/${port}`)
const ticket = fc.record({
  meshPrefix: bytes(16),
  serving: bytes(32).map(id => idOf('SiteId', id)),
  addresses: fc.array(address, { maxLength: 4 }),
  oneTimeSeed: bytes(32),
  role: fc.constantFrom('operator', 'writer', 'holder', 'reader'),
  expires: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(s => s * 1000),
}) satisfies fc.Arbitrary<Ticket>

const sample: Ticket = {
  meshPrefix: new Uint8Array(16).fill(1),
  serving: idOf('SiteId', new Uint8Array(32).fill(2)),
  addresses: ['/ip4/192.168.1.20/tcp/4401', '/dns4/studio.example/tcp/4401'],
  oneTimeSeed: new Uint8Array(32).fill(3),
  role: 'writer',
  expires: 1_800_000_000_000,
}
function plain(value: Ticket): unknown {
  return { ...value, meshPrefix: [...value.meshPrefix], oneTimeSeed: [...value.oneTimeSeed] }
}
function isRefused(text: string): boolean {
  try {
    parseTicket(text)
    return false
  } catch (error) {
    return isError(error, 'TICKET_INVALID')
  }
}

test('the vector of a ticket is met', () => {
  const body = readVector('ticket')
  const checksum = hash(Buffer.from('holdfast/v1/ticket\0'), body).subarray(0, 8)
  const addresses = ['/ip4/192.168.1.20/tcp/4401']
  const text = encodeTicket({ ...sample, addresses })
  assert.equal(Buffer.from(base32(text.slice(3))).toString('hex'), Buffer.concat([body, checksum]).toString('hex'))
  assert.ok(readFileSync(new URL('../vectors/ticket.hex', import.meta.url), 'utf8').includes(`# ${text}\n`))
})

test('a ticket gives back what was put into it', () => {
  fc.assert(fc.property(ticket, value => assert.deepEqual(plain(parseTicket(encodeTicket(value))), plain(value))))
})

test('a ticket is one line of lower-case letters and digits, short enough to be copied', () => {
  const text = encodeTicket(sample)
  assert.match(text, /^hf1[a-z2-7]+$/)
  assert.ok(text.length < 300)
})

test('every ticket with one character changed, missing, doubled or swapped with its neighbour is refused', () => {
  const text = encodeTicket(sample)
  for (let at = 0; at < text.length; at++) {
    const [before, here, after] = [text.slice(0, at), text[at]!, text.slice(at + 1)]
    for (const other of 'abcdefghijklmnopqrstuvwxyz0123456789AQ-! ') {
      const isTrimmed = other === ' ' && (at === 0 || at === text.length - 1)
      if (other !== here && !isTrimmed) assert.ok(isRefused(before + other + after), `${other} at ${at}`)
      if (!(other === ' ' && at === 0)) assert.ok(isRefused(before + other + here + after), `${other} put in at ${at}`)
    }
    assert.ok(isRefused(before + after), `missing at ${at}`)
    const swapped = before + after.slice(0, 1) + here + after.slice(1)
    if (swapped !== text) assert.ok(isRefused(swapped), `swapped at ${at}`)
  }
})

test('spaces around a ticket and a ticket in capitals are read', () => {
  const text = encodeTicket(sample)
  assert.deepEqual(plain(parseTicket(`  ${text}\n`)), plain(sample))
  assert.deepEqual(plain(parseTicket(text.toUpperCase())), plain(sample))
})

test('arbitrary text becomes a ticket or TICKET_INVALID', () => {
  const base32 = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), maxLength: 400 })
  for (const text of [fc.string(), base32.map(tail => `hf1${tail}`)]) {
    fc.assert(fc.property(text, value => assert.ok(isRefused(value))))
  }
})

// RFC 4648 by way of BigInt, to check the other implementation.
function base32(text: string): Uint8Array {
  const bits = [...text]
    .map(digit => 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(digit).toString(2).padStart(5, '0'))
    .join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], byte => Number.parseInt(byte, 2))
}
