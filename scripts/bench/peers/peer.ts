// What the peers share: ports, and what those that rest on ssh have in common.
import { createServer } from 'node:net'

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
