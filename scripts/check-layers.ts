// Holds the imports against the layers: protocol is pure and imports nothing of ours, cli and node meet only in
// protocol, network and store don't know each other, work names its own ports; clocks, randomness and files stay
// behind those ports.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Which folders each folder may import from (its own always). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  'node/store': ['protocol', 'node/ports'],
  'node/network': ['protocol', 'node/ports', 'node/worker', 'node/work/peers'],
  'node/sealing': ['protocol', 'node/work/sealer'],
  'node/work': ['protocol', 'node/ports', 'node/worker'],
  'node/api': ['protocol', 'node/ports'],
  node: ['protocol', 'node'],
  cli: ['protocol'],
  test: ['protocol', 'node', 'cli', 'test', 'scripts'],
  scripts: ['protocol', 'node', 'cli', 'test', 'scripts'],
}

/** Words that reach past the ports, and the files that are the ports. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b|\brandomBytes\b|['"]node:(fs|net|http|child_process|timers)[/'"]/
const PORT_FILES: readonly RegExp[] = [
  /^node\/ports-real\.ts$/,
  /^node\/(main|node|config|registry|software|hooks|io-class|unlock)\.ts$/,
  /^node\/operations\/(kept-projects|restore-place)\.ts$/,
  /^node\/(store|network|api|sealing)\//,
  /^node\/work\/(ingest|restore|schedule)\/[a-z-]+-disk\.ts$/,
]

const failures: string[] = []
for (const folder of ['protocol', 'node', 'cli', 'test', 'scripts']) {
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.ts') && !name.endsWith('.d.ts')) check(join(folder, name))
  }
}
if (failures.length > 0) {
  console.error(failures.join('\n'))
  process.exit(1)
}

function check(file: string): void {
  const text = readFileSync(join(root, file), 'utf8')
  const layer = layerOf(file)
  for (const [, target] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
    const path = relative(root, normalize(join(root, dirname(file), target!)))
    const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])]
    if (!allowed.some(place => path === place || path === `${place}.ts` || path.startsWith(`${place}/`))) {
      failures.push(`${file}: ${layer} may not import ${path}`)
    }
  }
  if (!/^(protocol|node)\//.test(file) || PORT_FILES.some(port => port.test(file))) return
  text.split('\n').forEach((line, index) => {
    if (IMPURE.test(line) && !line.trimStart().startsWith('//'))
      failures.push(`${file}:${index + 1}: reaches past the ports: ${line.trim()}`)
  })
}

function layerOf(file: string): string {
  const layers = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length)
  return layers.find(layer => file.startsWith(`${layer}/`)) ?? 'node'
}
