// A slow line for TCP: a relay that delivers what it is given half a round trip later and no faster than a rate, shared
// by all connections through it unless each is to have its own. A sender that is faster than the line is held back once
// the line's queue is full, as TCP would be. It copies nothing and wakes only for what is due, so that at WAN rates it is
// never what is slow.
// As a program: node test/helpers/slow-relay.ts <host> <port> <round trip ms> <Mbit/s>; it prints its port.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Line {
  /** Round trip, ms: half of it each way. */
  readonly rttMs: number
  /** Mbit/s each way. */
  readonly mbit: number
}

export interface SlowRelay extends AsyncDisposable {
  readonly port: number
  /** Bytes delivered so far: to who was dialled, and back to who dialled. */
  delivered(): { there: number; back: number }
}

export interface RelayOptions {
  /** Where it dials from. */
  readonly localAddress?: string
  /** Whether every connection is a line of its own. */
  readonly isLineEach?: boolean
}

/** What the line may hold before it: so many ms at its rate, as routers are built. */
const QUEUE_MS = 50

/** Relays what connects to its port on loopback to `host`:`port`. */
export async function startSlowRelay(
  host: string,
  port: number,
  line: Line,
  { localAddress, isLineEach = false }: RelayOptions = {},
): Promise<SlowRelay> {
  const lines = [{ there: new Direction(line), back: new Direction(line) }]
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, inside => {
    const outside = connect({ host, port, noDelay: true, ...(localAddress === undefined ? {} : { localAddress }) })
    if (isLineEach) lines.push({ there: new Direction(line), back: new Direction(line) })
    const { there, back } = lines.at(-1)!
    for (const socket of [inside, outside]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    there.carry(inside, outside)
    back.carry(outside, inside)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    delivered: () => ({
      there: lines.reduce((sum, { there }) => sum + there.delivered, 0),
      back: lines.reduce((sum, { back }) => sum + back.delivered, 0),
    }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(closed => server.close(closed))
    },
  }
}

interface Parcel {
  readonly due: number
  readonly bytes: Uint8Array | undefined // undefined: the sender has closed
  readonly from: Socket
  readonly to: Socket
}

/** One direction of the line. */
class Direction {
  delivered = 0
  readonly #halfRtt: number
  readonly #bytesPerMs: number
  readonly #parcels: Parcel[] = []
  readonly #held = new Set<Socket>()
  #first = 0
  /** When the line will have sent all it was given. */
  #freeAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor({ rttMs, mbit }: Line) {
    this.#halfRtt = rttMs / 2
    this.#bytesPerMs = (mbit * 1e6) / 8 / 1000
  }

  carry(from: Socket, to: Socket): void {
    from.on('data', bytes => {
      this.#send({ from, to, bytes })
      if (this.#freeAt - performance.now() > QUEUE_MS || to.writableLength > QUEUE_MS * this.#bytesPerMs) {
        from.pause()
        this.#held.add(from)
      }
    })
    const closed = (): void => this.#send({ from, to, bytes: undefined })
    from.on('close', closed)
  }

  #send(parcel: Omit<Parcel, 'due'>): void {
    const now = performance.now()
    this.#freeAt = Math.max(now, this.#freeAt) + (parcel.bytes?.byteLength ?? 0) / this.#bytesPerMs
    this.#parcels.push({ ...parcel, due: this.#freeAt + this.#halfRtt })
    this.#timer ??= setTimeout(this.#deliver, this.#halfRtt)
  }

  readonly #deliver = (): void => {
    const now = performance.now()
    let next = this.#parcels[this.#first]
    while (next !== undefined && next.due <= now) {
      this.#first++
      if (next.bytes === undefined) next.to.destroySoon()
      else {
        this.delivered += next.bytes.byteLength
        if (!next.to.destroyed) next.to.write(next.bytes)
      }
      next = this.#parcels[this.#first]
    }
    this.#parcels.splice(0, this.#first)
    this.#first = 0
    if (this.#freeAt - now <= QUEUE_MS) {
      for (const socket of this.#held) socket.resume()
      this.#held.clear()
    }
    this.#timer = next === undefined ? undefined : setTimeout(this.#deliver, Math.max(1, next.due - now))
  }
}

if (import.meta.main) {
  const [host, port, rttMs, mbit] = process.argv.slice(2)
  if (host === undefined || mbit === undefined) throw new Error('slow-relay <host> <port> <round trip ms> <Mbit/s>')
  const relay = await startSlowRelay(host, Number(port), { rttMs: Number(rttMs), mbit: Number(mbit) })
  process.stdout.write(`${relay.port}\n`)
}
