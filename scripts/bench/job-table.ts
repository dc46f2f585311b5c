// The bench's figures as one table: the median of the runs and, of more than one, the least and the most; for people and
// as the README has it.
import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import type { Figure, Job } from './job.ts'

interface Row {
  readonly job: string
  readonly tool: string
  readonly cells: readonly string[]
}

const COLUMNS = ['JOB', 'TOOL', 'WALL s', 'CPU s', 'PEAK MB', 'WIRE MB', 'STORED MB', 'GOAL'] as const
const MB = 1_000_000
const CAVEATS = [
  'CPU is of all processes of a tool, daemons and the far ends included; peak is the most its largest single process had ' +
    'resident; wire is what loopback carried to all copies together (in A-wan what the relays did, without headers); ' +
    'stored is what the first copy takes or grows by.',
  'Only holdfast has all three copies encrypted, fsynced, verified and proved when the clock stops. rsync, which also ' +
    "carries restic's and borg's repositories, fsyncs nothing; syncthing's receivers fsync; both keep plain files. " +
    '`rsync -c` compares two folders and so finds less than a verify.',
  "holdfast is asked over its local socket, so the start of its command isn't in; that of the others is. Setting up " +
    '(founding the mesh, making repositories and keys) is in for nobody. C leaves holdfast one site that has a copy and ' +
    'syncthing one receiver; the others read one copy over ssh.',
  'All places share one machine, one disk and its page cache. Goals in seconds are for a project of 1.5 GB.',
]

export function table(jobs: readonly Job[], figures: readonly Figure[]): string {
  const lines = [COLUMNS, ...rowsOf(jobs, figures).map(({ job, tool, cells }) => [job, tool, ...cells])]
  const widths = COLUMNS.map((_, at) => Math.max(...lines.map(line => line[at]!.length)))
  const isText = (at: number): boolean => at < 2 || at === COLUMNS.length - 1
  return lines
    .map(line =>
      line.map((cell, at) => (isText(at) ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    )
    .map(line => `${line.trimEnd()}\n`)
    .join('')
}

/** With what each job is, where and when it was measured, and what to keep in mind. */
export function markdown(jobs: readonly Job[], figures: readonly Figure[], bytes: number): string {
  const runs = Math.max(0, ...figures.map(({ run }) => run))
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const date = new Date().toISOString().slice(0, 10)
  return [
    '## Speed',
    '',
    'The same jobs by other tools, in the same run, taking turns, each set up as its users do: `npm run bench -- --job A',
    '--peers rsync,syncthing --gb 1.5 --runs 3`. `npm run bench:micro` says where a second goes, stage by stage, and',
    '`--profile DIR` leaves a CPU profile of each daemon and its threads.',
    '',
    `Measured ${date} on ${machine()}, with a generated project of ${(bytes / 1e9).toLocaleString('en-US')} GB, ` +
      `${runs === 1 ? 'one run' : `${runs} runs (median, least–most)`}.`,
    '',
    ...jobs.map(({ name, shows }) => `- **${name}** ${shows}`),
    '',
    line(COLUMNS.map(name => name.replace(/^[A-Z]{4,}|^JOB/, word => word.toLowerCase()))),
    line(COLUMNS.map((_, at) => (at < 2 || at === COLUMNS.length - 1 ? '---' : '---:'))),
    ...rowsOf(jobs, figures).map(({ job, tool, cells }) => line([job, tool, ...cells])),
    '',
    ...CAVEATS.flatMap(text => [text, '']),
  ].join('\n')
}

function rowsOf(jobs: readonly Job[], figures: readonly Figure[]): Row[] {
  const places = (job: string): number => jobs.findIndex(({ name }) => job === name || job.startsWith(`${name}-`))
  const names = [...new Set(figures.map(({ job }) => job))].sort((a, b) => places(a) - places(b))
  return names.flatMap(job => {
    const own = figures.filter(figure => figure.job === job)
    const tools = [...new Set(own.map(({ tool }) => tool))].sort(
      (a, b) => Number(b === 'holdfast') - Number(a === 'holdfast'),
    )
    return tools.map(tool => {
      const runs = own.filter(figure => figure.tool === tool)
      const cells = [
        spread(
          runs.map(({ wall_s }) => wall_s),
          1,
          2,
        ),
        spread(
          runs.map(({ cpu_s }) => cpu_s),
          1,
          2,
        ),
        spread(
          runs.map(({ rss_bytes }) => rss_bytes),
          MB,
          0,
        ),
        spread(
          runs.map(({ wire_bytes }) => wire_bytes),
          MB,
          1,
        ),
        spread(
          runs.map(({ stored_bytes }) => stored_bytes),
          MB,
          1,
        ),
        tool === 'holdfast' ? goalOf(jobs, job, own) : '',
      ]
      return { job, tool, cells }
    })
  })
}

function goalOf(jobs: readonly Job[], job: string, figures: readonly Figure[]): string {
  const goal = jobs.find(({ name }) => name === job)?.goal
  if (goal === undefined) return ''
  const wallOf = (tool: string): number => median(figures.filter(one => one.tool === tool).map(({ wall_s }) => wall_s))
  if ('wall_s' in goal) return `≤ ${goal.wall_s} s`
  const have = goal.of.filter(tool => figures.some(one => one.tool === tool))
  const asked = `≤ ${goal.ratio} × ${goal.of.join(' or ')}`
  if (have.length === 0) return asked
  return `${asked}: ${(wallOf('holdfast') / Math.min(...have.map(wallOf))).toFixed(2)} ×`
}

function spread(values: readonly (number | null)[], unit: number, digits: number): string {
  const known = values.filter(value => value !== null)
  if (known.length === 0) return '–'
  const text = (value: number): string => {
    const scaled = value / unit
    // What would be told by one digit alone gets two more.
    const shown = scaled !== 0 && scaled < 10 ** (1 - digits) ? digits + 2 : digits
    return scaled.toLocaleString('en-US', { minimumFractionDigits: shown, maximumFractionDigits: shown })
  }
  if (known.length === 1) return text(known[0]!)
  return `${text(median(known))} (${text(Math.min(...known))}–${text(Math.max(...known))})`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function machine(): string {
  const all = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return `${all.length} × ${all[0]?.model.trim()}, ${memory}, Linux ${release()}, Node ${process.version}${peerVersions()}`
}

function peerVersions(): string {
  const versions = [
    ['rsync', '--version'],
    ['syncthing', '--version'],
    ['restic', 'version'],
    ['borg', '--version'],
  ].flatMap(([command, word]) => {
    try {
      const said = execFileSync(command!, [word!], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      return [`${command} ${/\d+\.\d+(\.\d+)?/.exec(said)?.[0]}`]
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })
  return versions.length === 0 ? '' : `; ${versions.join(', ')}`
}
