// A program that keeps three copies of a folder in its own way, as its users set it up.
import { createServer } from 'node:net'

export interface Peer extends AsyncDisposable {
  readonly name: string
  /** What its copies are, for the remarks: encrypted or not, compressed how, carried by what. */
  readonly how: string
  /** Brings all three copies up to the folder as it is. */
  update(): Promise<void>
  /** What the first copy takes: a store beside the source, or the source itself where copies are plain folders. */
  storedBytes(): Promise<number>
}

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  await new Promise<void>(done => server.close(() => done()))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
