// A trusted writer whose snapshots are hostile trees, grown from the seeds it is told.
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { signSnapshot } from '../../../protocol/snapshot.ts'
import { openChunkMemory } from '../../helpers/chunk-memory.ts'
import { sealHostile } from '../hostile-trees.ts'
import { randomTree } from '../random-trees.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex } from './member.ts'
import { known, type LiarTask, siteAs } from './site.ts'

export interface TreeOrder {
  /** Undefined ends it. */
  readonly seed: number | undefined
  readonly outside: string
}

runActor<LiarTask, void>(async (task, stage) => {
  const key = signingKeyFromSeed(bytesOfHex(task.turned.seed))
  const { site } = await siteAs(task)
  stage.say('ready')
  for (let order = await stage.told<TreeOrder>(); order.seed !== undefined; order = await stage.told()) {
    const { project, snapshots } = known({ site } as never)!
    const ring = site.rings.get(project.entry.ring)
    if (ring === undefined) throw new Error('the writer holds no ring')
    const memory = openChunkMemory()
    const { planted, nodes } = randomTree(order.seed, order.outside, memory)
    const { root } = sealHostile(ring, planted, memory.sink, nodes)
    await site.custody.store([...memory.chunks].map(([cid, bytes]) => ({ cid, bytes })))
    const mine = snapshots.filter(({ author }) => author === key.id)
    const fields = {
      project: project.id,
      root,
      incarnation: site.own.incarnation,
      seq: Math.max(0, ...mine.map(({ seq }) => seq)) + 1,
      parents: mine.slice(-1).map(({ id }) => id),
      state: 'settled' as const,
      time: actorPorts.clock.wall(),
    }
    const words = { projectName: 'nova-lp', label: '', path: Buffer.from('/mine'), user: 'writer' }
    const counts = { files: 2, directories: 2, plainBytes: 10_000, skipped: 0, newBytes: 0, liveFiles: 0 }
    const info = { ...words, ...counts, rebuildableFiles: 0, rebuildableBytes: 0 }
    const { id, signed } = signSnapshot(fields, info, ring, site.mesh, key)
    const { snapshot, listed } = await site.projects.publish(signed)
    await Promise.all([listed, site.custody.hold(snapshot)])
    stage.say('published', id)
  }
})
