// The composition root: reads as the boot order. Store and identity first, then, once the site belongs to a mesh, its
// work and its network, and the local API over all of it.

import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SelfEntry } from '../protocol/catalog.ts'
import { encode } from '../protocol/codec.ts'
import type { Config } from '../protocol/config.ts'
import { isError } from '../protocol/errors.ts'
import type { KeyWrap } from '../protocol/key-wrap.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../protocol/keys.ts'
import { holdfast as pb } from '../protocol/messages.js'
import { decodeRing, encodeRing, type Ring } from '../protocol/ring.ts'
import { type Statement, statementMessage } from '../protocol/statement.ts'
import { fillOf, type Room, spareBytes } from '../protocol/watermark.ts'
import { openDoors } from './api/doors.ts'
import type { Joined, NodeContext } from './context.ts'
import { type Network, startNetwork } from './network/network.ts'
import { openCaptures } from './operations/automatic.ts'
import { openDoor } from './operations/invites.ts'
import { operationsOf } from './operations/operations.ts'
import { callersOf } from './operations/tokens.ts'
import type { Ports } from './ports.ts'
import { openSealingPool } from './sealing/pool.ts'
import { realDisk } from './store/disk.ts'
import { openDiskStore } from './store/disk-store.ts'
import { clearHalfSaved, type FindWrap, type Identity, loadIdentity, saveIdentity } from './store/identity.ts'
import type { StoreStats } from './store/store.ts'
import type { Unlock } from './unlock.ts'
import { FindIndex } from './work/find/find-index.ts'
import { openReaders } from './work/ingest/readers-disk.ts'
import { recoveryAddress } from './work/recovery.ts'
import { Pace } from './work/schedule/pace.ts'
import { type Site, startSite } from './work/site.ts'
import { startWorker } from './worker.ts'

export interface NodeOptions {
  readonly home: string
  readonly socket: string
  readonly config: Config
  readonly software: string
  /** False leaves everything to anti-entropy. */
  readonly announcements: boolean
  /** Opens keys that are wrapped at rest, and wraps those of a new site. */
  readonly unlock: Unlock
  /** The operator's answer to a damaged journal (§ Journal, Salvage). */
  readonly salvageJournal?: boolean
  /** Called whenever the node has become a member. */
  readonly onJoined: (joined: Joined) => Promise<void>
}

export interface Node extends AsyncDisposable {
  readonly context: NodeContext
  /** Resolves when a caller has asked the node to stop. */
  readonly stopAsked: Promise<void>
}

const DOOR_EVERY_MS = 15_000
const SPACE_EVERY_MS = 10_000
const BALLAST = 64 * 1024 * 1024

export async function startNode(options: NodeOptions, ports: Ports): Promise<Node> {
  await using scope = new AsyncDisposableStack()
  const { config } = options
  const { path, capacity } = config.store
  const given = { capacity, ballast: BALLAST, alsoMark: options.home, salvageJournal: options.salvageJournal }
  const store = scope.use(await openDiskStore(path, given, ports))
  const sealer = scope.use(openSealingPool())
  const readers = scope.use(openReaders())
  const identityFile = join(config.store.path, 'identity')
  let wrap: KeyWrap | undefined
  let saving: Promise<void> = Promise.resolve()
  const findWrap: FindWrap = async kind => {
    wrap = await options.unlock.find(kind)
    return wrap
  }
  await clearHalfSaved(identityFile) // the store is locked: nobody is saving
  let identity = (await loadIdentity(identityFile, findWrap)) ?? (await newIdentity())
  let joined: Joined | undefined
  const stopAsked = Promise.withResolvers<void>()
  let free = await freeBytes()
  const members = scope.use(new AsyncDisposableStack())

  const context: NodeContext = {
    home: options.home,
    config,
    software: options.software,
    startedAt: ports.clock.wall(),
    store,
    sealer,
    readers,
    ports,
    get signingKey() {
      return signingKeyFromSeed(identity.siteSeed)
    },
    identity: () => identity,
    joined: () => joined,
    enter,
    rewrap: async next => {
      await save(
        () => identity,
        () => next,
      )
      wrap = next
      return identityFile
    },
    stop: () => stopAsked.resolve(),
  }
  if (identity.mesh !== undefined) await start()
  scope.use(await openDoors(options, operationsOf(context), callersOf(context), ports))
  const stack = scope.move()
  return { context, stopAsked: stopAsked.promise, [Symbol.asyncDispose]: () => stack.disposeAsync() }

  async function newIdentity(): Promise<Identity> {
    const fresh: Identity = {
      siteSeed: ports.random.bytes(32),
      sealingSeed: ports.random.bytes(32),
      mesh: undefined,
      name: '',
      labels: {},
      rings: [],
    }
    wrap = await options.unlock.forNew()
    await save(() => fresh)
    return fresh
  }

  // One after the other: each writes beside the file before it takes its place.
  function save(next: () => Identity, key: () => KeyWrap | undefined = () => wrap): Promise<void> {
    const write = () => saveIdentity(identityFile, next(), realDisk, key())
    saving = saving.then(write, write)
    return saving
  }

  // The statements that make us a member are promised before the identity says so: a crash between leaves a site that
  // can still be founded or joined anew.
  async function enter(next: Identity, statements: readonly Statement[]): Promise<Joined> {
    await store.journal.append(
      statements.map(statement => encode(pb.JournalEntry, { statement: statementMessage(statement) })),
    )
    await save(() => next)
    identity = next
    return start()
  }

  // What was granted once stays readable, whoever leaves the mesh (§ Ring).
  async function keepRings(rings: readonly Ring[]): Promise<void> {
    identity = { ...identity, rings: rings.map(encodeRing) }
    await save(() => identity)
  }

  async function start(): Promise<Joined> {
    const { mesh, siteSeed, sealingSeed, rings } = identity
    if (mesh === undefined) throw new TypeError('a node starts once it belongs to a mesh')
    let network: Network | undefined
    const pace = new Pace(ports.clock)
    const site = members.use(
      await startSite(
        {
          mesh,
          key: signingKeyFromSeed(siteSeed),
          sealing: sealingKeyFromSeed(sealingSeed),
          rings: rings.map(decodeRing),
          keepRings,
          store,
          software: options.software,
          self: () => selfEntry(network),
          surplus: { settleMs: config.surplus.settle * 1000, trashMs: config.surplus.kept * 1000 },
          spare: () => spareBytes(roomOf(store.stats(), free)),
          sick: sickDisk,
          giveWay: signal => pace.giveWay(signal),
          connect: async (serves, working) => {
            network = await startNetwork(
              {
                mesh,
                seed: siteSeed,
                listen: config.listen.p2p,
                joinListen: config.listen.join,
                members: working.members.admitted(),
                addressesOf: () => addressesOf(working),
                offended: (site, offence, what) => working.suspects.report(site, offence, what),
                announcements: options.announcements,
              },
              serves,
              ports,
            )
            return network
          },
        },
        ports,
      ),
    )
    const captures = members.use(openCaptures(context, site, pace))
    const index = openIndex(site)
    joined = { site, network: network!, captures, index }
    site.members.subscribe(() => {
      network?.setMembers(site.members.admitted())
      network?.redial()
    })
    captures.scheduler.start()
    members.use(startWorker(doorWorker(), ports))
    members.use(startWorker(spaceWorker(), ports))
    members.use(startWorker(index.worker(), ports))
    await options.onJoined(joined)
    return joined
  }

  function openIndex({ projects, custody, members: known }: Site): FindIndex {
    const holds = custody.holds.bind(custody)
    const loadChunk = store.loadChunk.bind(store)
    const nameOf = known.nameOf.bind(known)
    return new FindIndex({ projects, holds, loadChunk, nameOf, breathe: () => nextTurn() }, ports)
  }

  function addressesOf(site: Site) {
    return site.members.sites().flatMap(id => {
      if (id === site.me) return []
      const kept = recoveryAddress(site.promises, id)
      const addresses = new Set([...(site.view.self(id)?.addresses ?? []), ...(site.members.get(id)?.addresses ?? [])])
      if (kept !== undefined) addresses.add(kept)
      return [{ site: id, addresses: [...addresses] }]
    })
  }

  function selfEntry(network: Network | undefined): SelfEntry {
    const health = store.health()
    const stats = store.stats()
    const fill = fillOf(roomOf(stats, free))
    const used = roughly(stats.bytes)
    return {
      addresses: network?.addresses() ?? [],
      capacity: Math.min(stats.capacity ?? Number.MAX_SAFE_INTEGER, used + roughly(free)),
      used,
      full: health.state === 'full' || fill === 'closed' || fill === 'kept',
      health: health.state === 'ok' ? 'ok' : health.why,
      software: options.software,
      features: [],
    }
  }

  function sickDisk(): string | undefined {
    const health = store.health()
    return health.state === 'sick' ? health.disk : undefined
  }

  async function freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(config.store.path)
    return bavail * bsize
  }

  // Opens the join host again after a restart, closes it when the last invite is used or expired.
  function doorWorker() {
    return {
      name: 'door',
      idleMs: DOOR_EVERY_MS,
      status: () => ({}),
      step: async () => {
        try {
          await openDoor(context)
        } catch (error) {
          if (!isError(error, 'PORT_IN_USE')) throw error
          ports.log.error({ err: error }, "the join host can't listen: open invites can't be used")
        }
        return 'idle' as const
      },
    }
  }

  function spaceWorker() {
    return {
      name: 'space',
      idleMs: SPACE_EVERY_MS,
      status: () => ({ free }),
      step: async () => {
        free = await freeBytes()
        await store.review()
        return 'idle' as const
      },
    }
  }
}

/** `free`: bytes the disk had when it was last asked. */
function roomOf({ bytes, capacity }: StoreStats, free: number): Room {
  return { used: bytes, capacity: Math.min(capacity ?? Number.MAX_SAFE_INTEGER, bytes + free) }
}

// The self entry changes with what peers plan by, not with every chunk: a head a second would say nothing new.
function roughly(bytes: number): number {
  const step = 2 ** Math.max(20, Math.floor(Math.log2(Math.max(1, bytes))) - 5)
  return Math.floor(bytes / step) * step
}
