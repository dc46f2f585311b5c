// A whole site of production code under a turned site's key and on its own disk, with what it answers twisted: the liar
// that does everything else right. Not an actor itself.
import { type Network, startNetwork } from '../../../node/network/network.ts'
import { openDiskStore } from '../../../node/store/disk-store.ts'
import type { Project, Snapshot } from '../../../node/work/mesh/projects.ts'
import type { Serves } from '../../../node/work/peers.ts'
import { type Site, startSite } from '../../../node/work/site.ts'
import { encodeHolding, keys } from '../../../protocol/catalog.ts'
import { parseId, type SiteId } from '../../../protocol/ids.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../../protocol/keys.ts'
import { decodeRing } from '../../../protocol/ring.ts'
import type { Target, Turned } from '../harness.ts'
import { actorPorts, addressOf, bytesOfHex, siteOfTarget } from './member.ts'

export interface LiarTask {
  readonly turned: Turned
  /** The honest sites it speaks to. */
  readonly targets: readonly Target[]
  /** The folder of its store. */
  readonly store: string
}
export interface Liar {
  readonly site: Site
  readonly network: Network
  readonly honest: readonly SiteId[]
}
export type Twist = (honest: Serves, liar: () => Liar) => Partial<Serves>

const never = new AbortController().signal

/** Starts the site; resolves when it reaches all targets and knows their project with a snapshot. */
export async function siteAs({ turned, targets, store: path }: LiarTask, twist: Twist = () => ({})): Promise<Liar> {
  const store = await openDiskStore(path, { capacity: undefined }, actorPorts)
  const honest = targets.map(siteOfTarget)
  let network: Network | undefined
  let liar: Liar | undefined
  const site = await startSite(
    {
      mesh: parseId('MeshId', turned.mesh),
      key: signingKeyFromSeed(bytesOfHex(turned.seed)),
      sealing: sealingKeyFromSeed(bytesOfHex(turned.sealingSeed)),
      rings: turned.rings.map(ring => decodeRing(bytesOfHex(ring))),
      store,
      software: 'liar',
      self: () => ({
        addresses: network?.addresses() ?? [],
        capacity: 1e12,
        used: 0,
        full: false,
        health: 'ok',
        software: 'liar',
        features: [],
      }),
      connect: async (serves, working) => {
        const answers = { ...serves, ...twist(serves, () => liar!) }
        network = await startNetwork(
          {
            mesh: parseId('MeshId', turned.mesh),
            seed: bytesOfHex(turned.seed),
            listen: [turned.listen],
            members: working.members.sites(),
            addressesOf: () => targets.map(target => ({ site: siteOfTarget(target), addresses: [addressOf(target)] })),
          },
          answers,
          actorPorts,
        )
        return network
      },
    },
    actorPorts,
  )
  liar = { site, network: network!, honest }
  while (!honest.every(id => network!.connected().includes(id)) || known(liar) === undefined) await pause()
  return liar
}

/** The project and the snapshots of it that it knows; undefined before it has heard of any. */
export function known({ site }: Liar): { project: Project; snapshots: readonly Snapshot[] } | undefined {
  const project = site.projects.all().find(({ id }) => site.projects.snapshots(id).length > 0)
  return project && { project, snapshots: site.projects.snapshots(project.id) }
}

/** States that it holds all of them, whole; durable and announced when this resolves. */
export async function claim(liar: Liar, generation = 1): Promise<void> {
  const { project, snapshots } = known(liar)!
  const now = actorPorts.clock.wall()
  const holding = {
    snapshots: snapshots.map(({ id }) => id).sort(),
    storedBytes: snapshots.reduce((sum, { root }) => sum + root.storedBytes, 0),
    scrubbedAt: now,
    since: now,
    voided: false,
    generation,
  }
  await liar.site.own.edit([{ key: keys.holding(project.id), value: encodeHolding(holding) }])
}

export function pause(ms = 100): Promise<void> {
  return actorPorts.clock.wait(ms, never)
}
