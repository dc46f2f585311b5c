// A member that floods the others by gossip: heads and beats forged in another's name, garbage of the largest size, one
// message again and again, and heads of its own without end. It writes gossipsub's frames itself, for the library would not
// send most of this.
import { randomBytes } from 'node:crypto'
import type { Connection, Libp2p } from '@libp2p/interface'
import { topicName } from '../../../node/network/announce.ts'
import { encode } from '../../../protocol/codec.ts'
import { signHead } from '../../../protocol/head.ts'
import { idOf, parseId } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import type { Target, Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { bytesOfHex, dialTarget, hostAs, rawStream } from './member.ts'

export type Spam = 'forged' | 'garbage' | 'replayed' | 'own heads'

export interface SpamTask {
  readonly target: Target
  readonly turned: Turned
  readonly kind: Spam
  /** For so long, dialling again whenever it is cut off. */
  readonly seconds: number
}

export interface SpamResult {
  /** Messages handed to the wire before it was cut, or all of them were. */
  readonly sent: number
  /** Times the other side cut it off. */
  readonly cuts: number
}

const GOSSIP = '/meshsub/1.2.0'

runActor<SpamTask, SpamResult>(async ({ target, turned, kind, seconds }, stage) => {
  const host = await hostAs(turned.seed)
  const make = maker(turned, target, kind)
  let sent = 0
  let cuts = 0
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    const connection = await admitted(host, target, until)
    if (connection === undefined) break
    if (sent === 0) stage.say('begun')
    const { stream } = await rawStream(connection, GOSSIP)
    while (performance.now() < until && stream.status === 'open') {
      if (stream.writeBufferLength > 1024 * 1024) {
        await new Promise(next => setTimeout(next, 20))
        continue
      }
      stream.send(make(sent++))
      if (sent % 50 === 0) await new Promise(next => setImmediate(next))
    }
    // What was sent may not have gone yet: the other side reads no faster than it likes.
    while (performance.now() < until && stream.status === 'open' && stream.writeBufferLength > 0)
      await new Promise(next => setTimeout(next, 20))
    await new Promise(next => setTimeout(next, 500))
    if (connection.status !== 'open') cuts++
    connection.abort(new Error('done'))
  }
  return { sent, cuts }
})

function maker({ mesh, seed }: Turned, { site }: Target, kind: Spam): (number: number) => Uint8Array {
  const meshId = parseId('MeshId', mesh)
  const topic = topicName(meshId, 'head')
  const key = signingKeyFromSeed(bytesOfHex(seed))
  const nonce = randomBytes(16)
  const same = rpc(topic, encode(pb.Signed, forged(site, 60_000)))
  const prev = idOf('HeadId', randomBytes(32))
  return number => {
    if (kind === 'replayed') return same
    if (kind === 'forged') return rpc(topic, encode(pb.Signed, forged(site, 150)))
    if (kind === 'garbage') return rpc(topic, randomBytes(LIMITS.controlFrame - 1024))
    const root = idOf('NodeHash', randomBytes(32))
    const seq = 1_000_000 + number
    const membership = randomBytes(32)
    const head = {
      mesh: meshId,
      author: key.id,
      incarnation: 1_000,
      nonce,
      seq,
      prev,
      root,
      membership,
      time: Date.now(),
      entries: 1,
    }
    return rpc(topic, encode(pb.Signed, signHead(head, key)))
  }
}

/** Says that the honest site wrote it. */
function forged(site: string, length: number): pb.Signed.$Properties {
  return { body: randomBytes(length), author: bytesOfHex(site), signature: randomBytes(64) }
}

// RPC {publish 2: Message {data 2, topic 4}}, its length in front.
function rpc(topic: string, data: Uint8Array): Uint8Array {
  const message = Buffer.concat([field(2, data), field(4, Buffer.from(topic))])
  const whole = field(2, message)
  return Buffer.concat([varint(whole.length), whole])
}

function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.byteLength), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left > 0x7f; left >>>= 7) bytes.push((left & 0x7f) | 0x80)
  return Buffer.from([...bytes, left])
}

async function admitted(host: Libp2p, target: Target, until: number): Promise<Connection | undefined> {
  while (performance.now() < until) {
    try {
      const connection = await dialTarget(host, target)
      await new Promise(next => setTimeout(next, 500))
      if (connection.status === 'open') return connection
    } catch {
      // shunned: tried again
    }
    await new Promise(next => setTimeout(next, 500))
  }
  return undefined
}
