// A trusted writer that publishes what it is told to: snapshots whose trees are bombs or lies; and that sends, once to
// each site that asks, other bytes than it was asked for.

import type { SiteId } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { signSnapshot } from '../../../protocol/snapshot.ts'
import { rootOf } from '../../../protocol/tree-load.ts'
import { runActor } from './actor.ts'
import { bombs, type HostileTree, harmless, lyingSizes } from './hostile-tree.ts'
import { actorPorts, bytesOfHex } from './member.ts'
import { known, type Liar, type LiarTask, siteAs } from './site.ts'

export type Poison = 'truncated' | 'swapped' | 'poisoned'
export type WriterOrder = { publish: 'harmless' | 'bombs' | 'lies' } | { publish: 'nothing' }

const TREES = { harmless, bombs, lies: lyingSizes }

runActor<LiarTask, void>(async (task, stage) => {
  const key = signingKeyFromSeed(bytesOfHex(task.turned.seed))
  const poisons: Poison[] = ['swapped', 'truncated', 'poisoned']
  const given = new Map<SiteId, Poison | undefined>()
  const liar = await siteAs(task, honest => ({
    async *chunks(from, wanted, signal) {
      if (!given.has(from)) given.set(from, poisons.shift())
      let before: Uint8Array | undefined
      for await (const { cid, bytes } of honest.chunks(from, wanted, signal)) {
        const poison = given.get(from)
        // The root alone has no other chunk it could be swapped with.
        if (poison === undefined || bytes === undefined || before === undefined) yield { cid, bytes }
        else {
          given.set(from, undefined)
          stage.say('poisoned', poison)
          yield { cid, bytes: spoil(bytes, poison, before) }
        }
        before = bytes ?? before
      }
    },
  }))
  for (let order = await stage.told<WriterOrder>(); order.publish !== 'nothing'; order = await stage.told()) {
    stage.say('published', await publish(liar, TREES[order.publish]))
  }

  async function publish({ site }: Liar, make: (ring: never) => HostileTree): Promise<string> {
    const { project, snapshots } = known(liar)!
    const ring = site.rings.get(project.entry.ring)
    if (ring === undefined) throw new Error('the writer holds no ring')
    const { root, chunks } = make(ring as never)
    await site.custody.store([...chunks].map(([cid, bytes]) => ({ cid, bytes })))
    const mine = snapshots.filter(({ author }) => author === key.id)
    const fields = {
      project: project.id,
      root: rootOf(root),
      incarnation: site.own.incarnation,
      seq: Math.max(0, ...mine.map(({ seq }) => seq)) + 1,
      parents: mine.slice(-1).map(({ id }) => id),
      state: 'settled' as const,
      time: actorPorts.clock.wall(),
    }
    const words = { projectName: 'nova-lp', label: '', path: Buffer.from('/mine'), user: 'writer' }
    const none = { skipped: 0, newBytes: 0, liveFiles: 0, rebuildableFiles: 0, rebuildableBytes: 0 }
    const info = { ...words, files: 2, directories: 2, plainBytes: 10_000, ...none }
    const { id, signed } = signSnapshot(fields, info, ring, site.mesh, key)
    const { snapshot, listed } = await site.projects.publish(signed)
    await Promise.all([listed, site.custody.hold(snapshot)])
    return id
  }
})

function spoil(bytes: Uint8Array, poison: Poison, before: Uint8Array | undefined): Uint8Array {
  if (poison === 'swapped') return before!
  if (poison === 'truncated') return bytes.subarray(0, bytes.byteLength - 1)
  const spoilt = Buffer.from(bytes)
  spoilt[spoilt.length >> 1]! ^= 1
  return spoilt
}
