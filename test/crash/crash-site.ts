// The site that crashes: a real one on a real store, alone in its mesh, with hours that pass in milliseconds. A recorded run
// and the start after every crash use the same.

import type { Ports } from '../../node/ports.ts'
import { realClock, realRandom } from '../../node/ports-real.ts'
import type { DiskStore } from '../../node/store/disk-store.ts'
import type { Peers } from '../../node/work/peers.ts'
import { type Site, startSite } from '../../node/work/site.ts'
import { encode } from '../../protocol/codec.ts'
import { foundMesh } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../protocol/keys.ts'
import { memberStatement, UNBOUND } from '../../protocol/member.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { statementMessage } from '../../protocol/statement.ts'
import { ring } from '../helpers/chunk-memory.ts'
import { quietLog } from '../helpers/disk-place.ts'

const FASTER = 1000

const key = (n: number) => signingKeyFromSeed(new Uint8Array(32).fill(n))
const sealing = sealingKeyFromSeed(new Uint8Array(32).fill(3))
const owner = key(1)
const { mesh, statement: genesis } = foundMesh({ name: 'crash', owners: [owner], salt: new Uint8Array(32), time: 1 })
const TIME = Date.UTC(2026, 10, 21)

export const me = key(10)
export const other = key(11)
export { mesh, ring }

const statements = [
  genesis,
  ...[me, other].map((site, n) => {
    const labels = { location: `place-${n}`, medium: 'ssd', manager: `manager-${n}` }
    const fields = { ...UNBOUND, site: site.id, role: 'operator', name: `site-${n}`, labels, rings: [ring.id] } as const
    return memberStatement(
      mesh,
      { ...fields, sealing: sealing.publicKey, addresses: [], version: 1, time: TIME },
      owner,
    )
  }),
]

/** What the journal of a site of this mesh begins with. */
export const FIRST_ENTRIES: readonly Uint8Array[] = statements.map(statement =>
  encode(pb.JournalEntry, { statement: statementMessage(statement) }),
)

/** Time runs a thousand times faster: a site may say something new once a second. */
export const crashPorts: Ports = {
  clock: {
    wall: realClock.wall,
    monotonic: () => realClock.monotonic() * FASTER,
    wait: (ms, signal) => realClock.wait(Math.max(1, ms / FASTER), signal),
  },
  random: realRandom,
  log: quietLog,
}

/** `peers`: what the others answer; nobody is there unless it says so. */
export function startCrashSite(store: DiskStore, peers: Partial<Peers> = {}): Promise<Site> {
  return startSite(
    {
      mesh,
      key: me,
      sealing,
      rings: [ring],
      store,
      software: 'crash',
      self: () => ({
        addresses: [],
        capacity: 2 ** 30,
        used: 0,
        full: false,
        health: 'ok',
        software: 'crash',
        features: [],
      }),
      connect: async () => ({ ...nobody, ...peers, [Symbol.asyncDispose]: async () => undefined }),
    },
    crashPorts,
  )
}

async function away(): Promise<never> {
  throw new HoldfastError('PEER_UNREACHABLE', 'nobody is there')
}

const nobody: Peers = {
  connected: () => [],
  rtt: () => undefined,
  hello: away,
  heads: away,
  catalog: away,
  ahead: away,
  lease: away,
  prove: away,
  chunks: away,
  announce: () => undefined,
}
