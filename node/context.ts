// What the operations work on: the node as it is now, before and after it belongs to a mesh.
import type { Config } from '../protocol/config.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { KeyWrap } from '../protocol/key-wrap.ts'
import type { SigningKey } from '../protocol/keys.ts'
import type { Statement } from '../protocol/statement.ts'
import type { Network } from './network/network.ts'
import type { Captures } from './operations/automatic.ts'
import type { Ports } from './ports.ts'
import type { DiskStore } from './store/disk-store.ts'
import type { Identity } from './store/identity.ts'
import type { FindIndex } from './work/find/find-index.ts'
import type { Readers } from './work/ingest/readers-disk.ts'
import type { Sealer } from './work/sealer.ts'
import type { Site } from './work/site.ts'

/** A node that belongs to a mesh: its site at work and its network. */
export interface Joined {
  readonly site: Site
  readonly network: Network
  readonly captures: Captures
  readonly index: FindIndex
}

export interface NodeContext {
  readonly home: string
  readonly config: Config
  readonly software: string
  readonly startedAt: number
  readonly store: DiskStore
  readonly sealer: Sealer
  readonly readers: Readers
  readonly ports: Ports
  readonly signingKey: SigningKey
  identity(): Identity
  joined(): Joined | undefined
  /** Makes the node a member for good: statements and identity durable, then site and network up. */
  enter(identity: Identity, statements: readonly Statement[]): Promise<Joined>
  /** Wraps the keys at rest from now on, or stores them open where `wrap` is undefined. Returns their file. */
  rewrap(wrap: KeyWrap | undefined): Promise<string>
  stop(): void
}

/** Throws NOT_FOUNDED before the node belongs to a mesh. */
export function joinedOf(context: NodeContext): Joined {
  const joined = context.joined()
  if (joined !== undefined) return joined
  throw new HoldfastError('NOT_FOUNDED', 'this site belongs to no mesh yet', {
    hint: 'holdfast init NAME founds one, holdfast join TICKET joins one',
  })
}
