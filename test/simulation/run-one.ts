import { memoiseSignatures } from './memoised-signatures.ts'

memoiseSignatures()
const { simulate } = await import('./simulate.ts')
const from = Number(process.argv[2] ?? 1),
  to = Number(process.argv[3] ?? from)
const cpu0 = process.cpuUsage()
let bad = 0
for (let seed = from; seed <= to; seed++) {
  const c = process.cpuUsage()
  const o = await simulate(seed)
  const used = process.cpuUsage(c)
  const line = `${seed} ${o.trace.slice(0, 12)} ${(o.virtualMs / 1000).toFixed(0)}s steps ${o.steps} msgs ${o.messages} snaps ${o.snapshots} assessed ${o.assessed} over ${JSON.stringify(Object.values(o.overcounts).map(x => Math.round(x / 1000)))} cpu ${((used.user + used.system) / 1000).toFixed(0)}ms`
  if (from === to || o.violations.length || process.env.V) console.log(line)
  if (from === to) console.log(o.story.join('\n'))
  else if (o.violations.length) {
    bad++
    console.log('   ' + o.violations[0]!.slice(0, 600))
  }
}
const c = process.cpuUsage(cpu0)
console.log(`${to - from + 1} seeds, ${bad} bad, cpu ${((c.user + c.system) / 1e6).toFixed(1)} s`)
