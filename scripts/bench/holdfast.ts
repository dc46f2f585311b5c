// holdfast as a contestant: three daemons; a copy counts when it is complete, fsynced, verified and proved.
import { type BenchMesh, bytesBelow, type Phase, SITES, startBenchMesh, type Watching } from './bench-mesh.ts'
import type { Contestant, Fourth } from './contestant.ts'
import type { LoopDelay } from './loop-delay.ts'
import { until } from './program.ts'

export interface HoldfastOptions extends Watching {
  readonly signal: AbortSignal
  remark(text: string): void
}

const PROJECT = 'nova-lp'
const [FIRST, KEEPER, OTHER] = SITES
const VISITOR = { name: 'hamburg', location: 'hamburg', medium: 'ssd', manager: 'Guest' }

export async function openHoldfast(source: string, options: HoldfastOptions): Promise<Contestant> {
  const mesh = await startBenchMesh(options.signal, options)
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
      await mesh.delays() // what was before is nobody's concern
      const start = performance.now()
      const phases: string[] = []
      await mesh.update(PROJECT, (phase: Phase) => {
        phases.push(`${phase} after ${((performance.now() - start) / 1000).toFixed(2)} s`)
      })
      options.remark(`holdfast: ${phases.join(', ')}`)
      await tellDelays(mesh, options)
    },
    openFourth: to => openFourth(mesh, to, options),
    restoreHere: to => mesh.restore(KEEPER.name, PROJECT, to),
    verify: () => mesh.verify(KEEPER.name, PROJECT),
    storedBytes: () => bytesBelow(mesh.store),
    [Symbol.asyncDispose]: () => mesh[Symbol.asyncDispose](),
  }
}

// A site that joins once all copies are placed holds nothing; with the other two stopped there is one copy to read from.
async function openFourth(mesh: BenchMesh, to: string, options: HoldfastOptions): Promise<Fourth> {
  const away = [FIRST.name, OTHER.name]
  await mesh.join(VISITOR)
  await until('the fourth site knows the project', () => mesh.knows(VISITOR.name, PROJECT))
  await mesh.stop(away)
  return {
    daemons: () => mesh.daemons(),
    restore: async () => {
      await mesh.delays()
      await mesh.restore(VISITOR.name, PROJECT, to)
      await tellDelays(mesh, options)
    },
    [Symbol.asyncDispose]: async () => {
      await mesh.stop([VISITOR.name])
      await mesh.start(away)
    },
  }
}

async function tellDelays(mesh: BenchMesh, { remark }: HoldfastOptions): Promise<void> {
  for (const [site, { late, turns, busy }] of await mesh.delays()) {
    const ms = ({ p50, p99, most }: LoopDelay['late']): string => `${p50} ms (p50), ${p99} (p99), ${most} (most)`
    remark(`${site}: event loop late by ${ms(late)}; its turns took ${ms(turns)}; busy ${Math.round(busy * 100)} %`)
  }
}
