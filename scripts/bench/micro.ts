// npm run bench:micro -- [--gb 0.2] [--runs 3] [--json]: where a second goes. Each stage a byte passes through on its way
// from one site's folder to another's store, alone and on one thread: MB (10^6) of what goes in per second of CPU time and
// of the clock, the best of several runs. What several threads and processes make of it is for the jobs of npm run bench.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateStudioProject } from '../studio/project.ts'
import { prepareMaterial } from './micro-material.ts'
import { type Stage, stagesOf } from './micro-stages.ts'

const GB = 1_000_000_000
const MB = 1_000_000

interface Speed {
  readonly stage: string
  readonly bytes: number
  readonly cpu_mb_s: number
  readonly wall_mb_s: number
}

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      gb: { type: 'string', default: '0.2' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const [gb, runs] = [Number(values.gb), Number(values.runs)]
  if (!(gb > 0 && gb <= 1) || !(runs >= 1)) {
    process.stderr.write('npm run bench:micro -- [--gb 0.2, at most 1: all is held in memory] [--runs 3] [--json]\n')
    return 2
  }
  const work = await mkdtemp(join(tmpdir(), 'hf-micro-'))
  try {
    const folder = join(work, 'project')
    await generateStudioProject(folder, gb * GB)
    const material = await prepareMaterial(folder)
    for (const stage of stagesOf(material, work)) {
      const speed = await measureStage(stage, runs)
      process.stdout.write(values.json ? `${JSON.stringify(speed)}\n` : line(stage, speed))
    }
    return 0
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function measureStage(stage: Stage, runs: number): Promise<Speed> {
  let cpu = Number.POSITIVE_INFINITY
  let wall = Number.POSITIVE_INFINITY
  let bytes = 0
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    const start = performance.now()
    bytes = await stage.run()
    wall = Math.min(wall, (performance.now() - start) / 1000)
    const { user, system } = process.cpuUsage(before)
    cpu = Math.min(cpu, (user + system) / 1e6)
  }
  const rate = (seconds: number): number => Math.round(bytes / MB / seconds)
  return { stage: stage.name, bytes, cpu_mb_s: rate(cpu), wall_mb_s: rate(wall) }
}

function line({ shows }: Stage, { stage, bytes, cpu_mb_s, wall_mb_s }: Speed): string {
  const cell = (value: number): string => value.toLocaleString('en-US').padStart(8)
  const mb = (bytes / MB).toFixed(1).padStart(7)
  return `${stage.padEnd(12)}${mb} MB ${cell(cpu_mb_s)} MB/s a core ${cell(wall_mb_s)} MB/s   ${shows}\n`
}
