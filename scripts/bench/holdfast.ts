// holdfast as a contestant: three daemons; a copy counts when it is complete, fsynced, verified and proved.
import { type BenchMesh, bytesBelow, type Phase, SITES, startBenchMesh } from './bench-mesh.ts'
import type { Contestant, Fourth } from './contestant.ts'
import { until } from './program.ts'

export interface HoldfastOptions {
  readonly profile: string | undefined
  readonly signal: AbortSignal
  remark(text: string): void
}

const PROJECT = 'nova-lp'
const [FIRST, KEEPER, OTHER] = SITES
const VISITOR = { name: 'hamburg', location: 'hamburg', medium: 'ssd', manager: 'Guest' }

export async function openHoldfast(source: string, options: HoldfastOptions): Promise<Contestant> {
  const mesh = await startBenchMesh(options.signal, options.profile)
  try {
    await mesh.add(PROJECT, source)
  } catch (error) {
    await mesh[Symbol.asyncDispose]()
    throw error
  }
  return {
    name: 'holdfast',
    how: 'asked over its local socket, no start of a command in it; copies sealed, fsynced, verified and proved',
    source,
    daemons: () => mesh.daemons(),
    ports: () => mesh.ports(),
    reconnect: async () => {
      const sites = SITES.map(({ name }) => name)
      await mesh.stop(sites)
      await mesh.start(sites)
    },
    update: async () => {
      const start = performance.now()
      const phases: string[] = []
      await mesh.update(PROJECT, (phase: Phase) => {
        phases.push(`${phase} after ${((performance.now() - start) / 1000).toFixed(2)} s`)
      })
      options.remark(`holdfast: ${phases.join(', ')}`)
    },
    openFourth: to => openFourth(mesh, to),
    restoreHere: to => mesh.restore(KEEPER.name, PROJECT, to),
    verify: () => mesh.verify(KEEPER.name, PROJECT),
    storedBytes: () => bytesBelow(mesh.store),
    [Symbol.asyncDispose]: () => mesh[Symbol.asyncDispose](),
  }
}

// A site that joins once all copies are placed holds nothing; with the other two stopped there is one copy to read from.
async function openFourth(mesh: BenchMesh, to: string): Promise<Fourth> {
  const away = [FIRST.name, OTHER.name]
  await mesh.join(VISITOR)
  await until('the fourth site knows the project', () => mesh.knows(VISITOR.name, PROJECT))
  await mesh.stop(away)
  return {
    daemons: () => mesh.daemons(),
    restore: () => mesh.restore(VISITOR.name, PROJECT, to),
    [Symbol.asyncDispose]: async () => {
      await mesh.stop([VISITOR.name])
      await mesh.start(away)
    },
  }
}
