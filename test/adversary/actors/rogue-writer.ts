// A member whose daemon was rebuilt to sign what its role forbids: on its own disk and under its own key, with everything
// else as it should be. It writes into its catalog a snapshot and a revision of a project it is not kept to, and a revision
// of the one it works on, and stays until the test is through.
import { openDiskStore } from '../../../node/store/disk-store.ts'
import { type Site, startSite } from '../../../node/work/site.ts'
import { keys } from '../../../protocol/catalog.ts'
import type { ProjectId } from '../../../protocol/ids.ts'
import { parseId } from '../../../protocol/ids.ts'
import { type SigningKey, sealingKeyFromSeed, signingKeyFromSeed } from '../../../protocol/keys.ts'
import { signProject } from '../../../protocol/project-entry.ts'
import { decodeRing } from '../../../protocol/ring.ts'
import { encodeSigned } from '../../../protocol/signed.ts'
import { signSnapshot } from '../../../protocol/snapshot.ts'
import type { Target, Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex, joinAs } from './member.ts'

export interface RogueTask {
  readonly turned: Turned
  readonly store: string
  readonly targets: readonly Target[]
  /** Not its own. */
  readonly foreign: ProjectId
  /** The one it is kept to. */
  readonly own: ProjectId
}

export interface Forged {
  readonly snapshot: string
}

const STOLEN_REV = 1_000
const SELF = {
  addresses: [],
  capacity: 1e12,
  used: 0,
  full: false,
  health: 'ok',
  software: 'rogue',
  features: ['zstd'],
}

runActor<RogueTask, Forged>(async ({ turned, store: path, targets, foreign, own }, stage) => {
  const key = signingKeyFromSeed(bytesOfHex(turned.seed))
  await using store = await openDiskStore(path, {}, actorPorts)
  await using site = await startSite(
    {
      mesh: parseId('MeshId', turned.mesh),
      key,
      sealing: sealingKeyFromSeed(bytesOfHex(turned.sealingSeed)),
      rings: turned.rings.map(ring => decodeRing(bytesOfHex(ring))),
      store,
      software: 'rogue',
      self: () => SELF,
      connect: serves => joinAs(turned, targets, serves),
    },
    actorPorts,
  )
  const snapshot = await forgeSnapshot(site, key, foreign, own)
  await forgeRevision(site, key, foreign)
  await forgeRevision(site, key, own)
  stage.say('forged', snapshot)
  await stage.told()
  return { snapshot }
})

/** A snapshot of the foreign project whose tree is one of its own. */
async function forgeSnapshot(site: Site, key: SigningKey, foreign: ProjectId, own: ProjectId): Promise<string> {
  const mine = site.projects.snapshots(own).findLast(({ author }) => author === site.me)
  const ring = mine && site.rings.get(mine.ring)
  if (mine === undefined || ring === undefined) throw new Error('the member has no snapshot to forge from')
  const time = actorPorts.clock.wall()
  const { incarnation } = site.own
  const { signed, id } = signSnapshot(
    { project: foreign, root: mine.root, incarnation, seq: 1, parents: [], state: 'settled', time },
    site.projects.info(mine)!,
    ring,
    site.mesh,
    key,
  )
  const { listed } = await site.projects.publish(signed)
  await listed
  return id
}

async function forgeRevision(site: Site, key: SigningKey, project: ProjectId): Promise<void> {
  const known = site.projects.get(project)?.entry
  if (known === undefined) throw new Error(`the member does not know ${project}`)
  const policy = { ...known.policy, copies: 1, distinct: {} }
  const signed = signProject(site.mesh, { ...known, rev: STOLEN_REV, prev: known.hash, policy, phase: 'stopped' }, key)
  await site.own.edit([{ key: keys.project(project), value: encodeSigned(signed) }])
}
