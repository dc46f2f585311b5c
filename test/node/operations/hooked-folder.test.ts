import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { NodeContext } from '../../../node/context.ts'
import { type CaptureResult, type HookedFolder, withHooks } from '../../../node/operations/hooked-folder.ts'
import type { Project } from '../../../node/work/mesh/projects.ts'
import { parseConfig } from '../../../protocol/config.ts'
import { isError } from '../../../protocol/errors.ts'
import { temporaryFolder } from '../../helpers/cli.ts'
import { testPorts } from '../../helpers/ports.ts'

const never = new AbortController().signal
const project = { id: 'a1'.repeat(16), name: 'nova lp' } as unknown as Project

interface Commands {
  readonly before?: string
  readonly after?: string
}

/** Runs a capture between the commands; gives the folder it read, and what was wrong with `after`. */
async function between({ before, after }: Commands, result: CaptureResult | Error = 'taken', key = 'nova lp') {
  const lines = [before && `before = ${JSON.stringify(before)}`, after && `after = ${JSON.stringify(after)}`]
  const table = `[capture.hooks."${key}"]\n${lines.filter(Boolean).join('\n')}`
  const config = parseConfig(`config_version = 1\n${table}`, 'config.toml')
  const context = { config, ports: testPorts } as unknown as NodeContext
  const seen = { folder: undefined as HookedFolder | undefined, wrong: [] as string[] }
  const read = async (folder: HookedFolder) => {
    seen.folder = folder
    if (result instanceof Error) throw result
    return { result, value: 'captured' }
  }
  const value = await withHooks(context, project, '/srv/nova', read, error => seen.wrong.push(error.message), never)
  return { ...seen, value }
}

test('without commands, and with those of another project, the own folder is read', async () => {
  const other = await between({ before: 'echo /mnt' }, 'taken', 'film')
  assert.deepEqual([other.folder, other.value], [{ path: '/srv/nova', isNamed: false }, 'captured'])
})

test('commands are found by the name of the project, or by its id', async () => {
  for (const key of ['nova lp', 'a1'.repeat(16)]) {
    const { folder } = await between({ before: 'echo "/mnt/$HOLDFAST_PROJECT$HOLDFAST_FOLDER"' }, 'taken', key)
    assert.deepEqual(folder, { path: '/mnt/nova lp/srv/nova', isNamed: true })
  }
})

test('a command that prints nothing leaves the folder as it is', async () => {
  assert.deepEqual((await between({ before: 'true' })).folder, { path: '/srv/nova', isNamed: false })
})

test('a command that prints anything but one absolute path keeps the capture from being made', async () => {
  for (const before of ['echo mnt/nova', 'echo mounted; echo /mnt', 'exit 1'])
    await assert.rejects(between({ before }), error => isError(error, 'HOOK_FAILED'), before)
})

test('the command after hears what became of the capture, whatever it was', async () => {
  await using scratch = await temporaryFolder()
  const file = join(scratch.path, 'results')
  const after = `echo "$HOLDFAST_RESULT" >> ${file}`
  await between({ after })
  await between({ after }, 'unchanged')
  await assert.rejects(between({ after }, new Error('no room')), /no room/)
  await assert.rejects(between({ before: 'exit 1', after }), error => isError(error, 'HOOK_FAILED'))
  assert.equal(await readFile(file, 'utf8'), 'taken\nunchanged\nfailed\nfailed\n')
})

test('a command after that fails is told, and takes nothing back', async () => {
  const { value, wrong } = await between({ after: 'exit 9' })
  assert.deepEqual([value, wrong], ['captured', ['`exit 9` exited with 9']])
  await assert.rejects(between({ after: 'exit 9' }, new Error('no room')), /no room/)
})
