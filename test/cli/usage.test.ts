import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ran, runCli, temporaryFolder } from '../helpers/cli.ts'

async function run(...argv: string[]): Promise<Ran> {
  await using folder = await temporaryFolder()
  return await runCli(folder.path, argv)
}

test('a mistake in the call exits 2, says what is wrong, and where help is', async () => {
  const cases: [string[], RegExp][] = [
    [[], /^holdfast: no command given\n {2}next: holdfast --help\n$/],
    [['statu'], /^holdfast statu: Did you mean status\?\n/],
    [['project', 'ad'], /^holdfast project ad: Did you mean add\?\n/],
    [['project'], /say what to do: holdfast project --help/],
    [['status', '--bogus'], /Unknown argument: bogus\n {2}next: holdfast status --help\n/],
    [['status', '--wtach'], /Unknown argument: wtach\n {2}next: did you mean --watch\?\n/],
    [['snapshot', 'a', '--acept-empty'], /next: did you mean --accept-empty\?\n/],
    [['whereis'], /Not enough non-option arguments/],
    [['whereis', 'a', 'b'], /Unknown argument: b/],
    [['status', '--home'], /Not enough arguments following: home/],
    [['status', '--home', 'a', '--home', 'b'], /--home is given twice/],
    [['status', '--check', '--watch'], /exclude each other/],
    [['status', '--watch=soon'], /--watch: "soon" is not a duration/],
    [['snapshot', 'a', '--wait=never'], /--wait: "never" is not a duration/],
    [['restore', 'a'], /Missing required argument: to/],
    [['restore', 'a@', '--to', 'x'], /neither PROJECT nor PROJECT@SNAPSHOT/],
    [['restore', 'a', '--to', 'x', '--overwrite', 'perhaps'], /"never", "if-changed", "always"/],
    [['project', 'set', 'a'], /nothing to change/],
    [['project', 'rm', 'a'], /asks before it acts\n {2}next: without a terminal, give --yes/],
    [['init', 'm', '--site', 'a', '--location', 'b'], /Missing required arguments: medium, manager/],
    [['invite'], /Missing required argument: location/],
    [['join', '-'], /no ticket on stdin/],
  ]
  for (const [argv, message] of cases) {
    const { exit, stdout, stderr } = await run(...argv)
    assert.equal(exit, argv.includes('--check') ? 3 : 2, `${argv.join(' ')}: ${stderr}`)
    assert.match(argv.includes('--check') ? stdout : stderr, message)
  }
})

test('names and labels are checked before anything is started', async () => {
  const init = (changes: Record<string, string>, ...more: string[]) => {
    const flags = { site: 'a', location: 'b', medium: 'ssd', manager: 'M', ...changes }
    return run('init', 'mesh', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]), ...more)
  }
  const cases: [Promise<Ran>, RegExp][] = [
    [init({ site: 'a b' }), /"a b" can't be the name of a site/],
    [init({ location: ' b' }), /--location can't be " b"/],
    [init({ manager: '' }), /Not enough arguments|--manager can't be ""/],
    [init({}, '--label', 'region'), /--label region is not NAME=VALUE/],
    [init({}, '--label', 'medium=hdd'), /the label medium is given twice/],
    [init({}, '--capacity', 'lots'), /--capacity: "lots" is not a size/],
    [init({}, '--capacity', '0'), /--capacity can't be 0/],
    [init({}, '--listen', 'anywhere'), /expected an address/],
  ]
  for (const [ran, message] of cases) {
    const { exit, stderr } = await ran
    assert.match(stderr, message)
    assert.ok(exit === 2 || exit === 78, stderr)
  }
})

test('--json puts errors on stderr as JSON and nothing on stdout', async () => {
  const { exit, stdout, stderr } = await run('status', '--bogus', '--json')
  assert.equal(exit, 2)
  assert.equal(stdout, '')
  const shown = JSON.parse(stderr)
  assert.deepEqual(shown.output_version, { major: 1, minor: 0 })
  assert.equal(shown.error.code, 'USAGE')
})

test('--help and --version print on stdout and exit 0', async () => {
  const help = await run('--help')
  assert.equal(help.exit, 0)
  for (const command of ['init', 'join', 'restore', 'drill', 'completion'])
    assert.match(help.stdout, new RegExp(command))
  assert.match((await run('snapshot', '--help')).stdout, /--accept-empty/)
  assert.match((await run('drill', 'run', 'kill', '--help')).stdout, /--hold/)
  assert.match((await run('--version')).stdout, /^\d+\.\d+\.\d+\n$/)
})

test('completion prints a script for the shell', async () => {
  const { exit, stdout } = await run('completion')
  assert.equal(exit, 0)
  assert.match(stdout, /_holdfast_yargs_completions/)
})
