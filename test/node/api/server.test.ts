import assert from 'node:assert/strict'
import { once } from 'node:events'
import { stat, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectTo } from '../../../cli/client.ts'
import type { Operations } from '../../../node/api/operations.ts'
import { startApi } from '../../../node/api/server.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { API_BODY_MAX, type Progress } from '../../../protocol/local-api.ts'
import { temporaryFolder } from '../../helpers/cli.ts'
import { eventually } from '../../helpers/eventually.ts'
import { fakeOperations } from '../../helpers/fake-operations.ts'
import { testPorts } from '../../helpers/ports.ts'
import { KEPT, PROJECT, SNAPSHOT, STATUS } from '../../helpers/views.ts'

const progress: Progress = { stage: 'read', bytes: 1, totalBytes: 2, files: 1, totalFiles: null, note: null }

async function serve(answers: Partial<Operations>) {
  await using scope = new AsyncDisposableStack()
  const folder = scope.use(await temporaryFolder())
  const api = scope.use(await startApi(join(folder.path, 's'), fakeOperations(answers), testPorts))
  const owned = scope.move()
  return {
    socket: api.socket,
    client: (signal = new AbortController().signal) => connectTo(api.socket, 'holdfast up', signal),
    close: () => api[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function raw(socket: string, method: string, path: string, body?: string) {
  const call = request({ socketPath: socket, method, path })
  call.end(body)
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  let text = ''
  for await (const part of response) text += part
  return { status: response.statusCode, body: JSON.parse(text) }
}

const waits = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

test('only the owner and the group may open the socket', async () => {
  await using api = await serve({})
  const { mode } = await stat(api.socket)
  assert.equal(mode & 0o777, 0o660)
})

test('an answer reaches the caller as the operation gave it', async () => {
  await using api = await serve({ status: async () => STATUS })
  const { value, wire } = await api.client().call('status', {})
  assert.deepEqual(value, STATUS)
  assert.equal(wire.at, '2026-11-21T13:43:00.000Z')
})

test('an error reaches the caller with its code, message and hint', async () => {
  await using api = await serve({})
  await assert.rejects(api.client().call('status', {}), error => {
    assert.ok(isError(error, 'NOT_FOUNDED'))
    assert.equal(error.hint, 'holdfast init NAME')
    return true
  })
  assert.equal((await raw(api.socket, 'GET', '/v1/status')).status, 409)
})

test('a request that is not of the route or its shape is refused, with the reason', async () => {
  await using api = await serve({ addProject: async () => ({ project: KEPT, warnings: [] }) })
  const good = { name: 'a', folder: '/a', policy: ['standard'] }
  assert.equal((await raw(api.socket, 'POST', '/v1/projects', JSON.stringify(good))).status, 200)
  const cases: [string, string, string | undefined, RegExp][] = [
    ['GET', '/v1/nothing', undefined, /no GET \/v1\/nothing/],
    ['PUT', '/v1/status', '{}', /no PUT/],
    ['GET', '/v1/projects/%zz/whereis', undefined, /percent-encoded/],
    ['POST', '/v1/projects', 'not json', /not JSON/],
    ['POST', '/v1/projects', '[1]', /not a JSON object/],
    ['POST', '/v1/projects', JSON.stringify({ ...good, colour: 'red' }), /colour/],
    ['POST', '/v1/projects', JSON.stringify({ ...good, folder: 'relative' }), /folder/],
    ['PATCH', '/v1/projects/a', JSON.stringify({ project: 'b' }), /stands in the path/],
    ['POST', '/v1/verify', JSON.stringify({ project: 'x'.repeat(API_BODY_MAX) }), /at most 1048576 bytes/],
  ]
  for (const [method, path, body, message] of cases) {
    const answer = await raw(api.socket, method, path, body)
    assert.equal(answer.status, 400, `${method} ${path}`)
    assert.equal(answer.body.code, 'USAGE')
    assert.match(answer.body.message, message)
  }
})

test('an answer of another shape is our bug and says so', async () => {
  await using api = await serve({ status: async () => ({ ...STATUS, colour: 'red' }) as never })
  await assert.rejects(api.client().call('status', {}), error => isError(error, 'INTERNAL'))
})

test('a long operation streams its progress, then its result', async () => {
  await using api = await serve({
    takeSnapshot: async (asked, report) => {
      assert.deepEqual(asked, { project: 'nova-lp', acceptEmpty: false, waitSeconds: 1.5 })
      report(progress)
      report({ ...progress, stage: 'copies', note: '1/3 copies' })
      const result = {
        project: PROJECT,
        snapshot: SNAPSHOT,
        unchanged: false,
        skipped: 0,
        skippedFiles: [],
        warnings: [],
      }
      return { ...result, wait: null }
    },
  })
  const seen: Progress[] = []
  const { value } = await api
    .client()
    .call('takeSnapshot', { project: 'nova-lp', acceptEmpty: false, waitSeconds: 1.5 }, event => seen.push(event))
  assert.deepEqual(seen, [progress, { ...progress, stage: 'copies', note: '1/3 copies' }])
  assert.equal(value.snapshot.id, SNAPSHOT.id)
})

test('progress without news is thinned out, so that no reader can make the daemon buffer', async () => {
  await using api = await serve({
    verify: async (_asked, report) => {
      for (let bytes = 0; bytes < 100_000; bytes++) report({ ...progress, bytes })
      return { chunks: 0, bytes: 0, bad: 0, missing: 0, badChunks: [] }
    },
  })
  let events = 0
  await api.client().call('verify', {}, () => events++)
  assert.ok(events >= 1 && events < 100, `${events} events`)
})

test('an error in the middle of a stream keeps its code', async () => {
  await using api = await serve({
    verify: async (_asked, report) => {
      report(progress)
      throw new HoldfastError('DISK_SICK', 'the disk fails', { hint: 'replace it' })
    },
  })
  await assert.rejects(api.client().call('verify', {}), error => {
    assert.ok(isError(error, 'DISK_SICK'))
    assert.equal(error.hint, 'replace it')
    return true
  })
})

test('a caller who goes away aborts the operation, plain or streamed', async () => {
  const aborted: string[] = []
  await using api = await serve({
    status: async (_, signal) => waits(signal).finally(() => aborted.push('status')),
    verify: async (_, report, signal) => {
      report(progress)
      return await waits(signal).finally(() => aborted.push('verify'))
    },
  })
  const leave = new AbortController()
  const plain = api.client(leave.signal).call('status', {})
  const stream = api.client(leave.signal).call('verify', {}, () => leave.abort(new Error('enough')))
  await assert.rejects(plain, /enough/)
  await assert.rejects(stream, /enough/)
  await eventually(() => aborted.length === 2, { within: 2000 })
})

test('closing aborts what runs, tells the caller, and removes the socket', async () => {
  const started = Promise.withResolvers<void>()
  await using api = await serve({
    verify: async (_, _report, signal) => {
      started.resolve()
      return await waits(signal)
    },
  })
  const call = api.client().call('verify', {})
  const refused = assert.rejects(call, error => isError(error, 'STOPPED'))
  await started.promise
  await api.close()
  await refused
  await assert.rejects(stat(api.socket), { code: 'ENOENT' })
  await assert.rejects(api.client().call('status', {}), error => isError(error, 'NO_DAEMON'))
})

test('closing does not wait for a caller that never ends its request', async () => {
  await using api = await serve({})
  const call = request({ socketPath: api.socket, method: 'POST', path: '/v1/verify' })
  const failed = once(call, 'error')
  call.write('{')
  await eventually(() => call.socket?.writable && call.socket.bytesWritten > 0, { within: 2000 })
  await api.close()
  await failed
})

test('a socket that a dead daemon left behind is replaced, a living one is not', async () => {
  await using folder = await temporaryFolder()
  const socket = join(folder.path, 's')
  await writeFile(socket, '')
  await using first = await startApi(socket, fakeOperations({}), testPorts)
  await assert.rejects(startApi(first.socket, fakeOperations({}), testPorts), error => isError(error, 'BUSY'))
})

test('a socket path that the system cannot hold is refused with a way out', async () => {
  const long = join('/tmp', 'x'.repeat(120))
  await assert.rejects(startApi(long, fakeOperations({}), testPorts), error => {
    assert.ok(isError(error, 'CONFIG_INVALID'))
    assert.match(error.hint ?? '', /--socket/)
    return true
  })
})

test('a peer that is not a daemon, or dies in the middle, is named as that', async () => {
  await using folder = await temporaryFolder()
  const socket = join(folder.path, 's')
  const server = createServer(peer => peer.end('HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n\r\n{"type":'))
  await new Promise<void>(resolve => server.listen(socket, resolve))
  try {
    const call = connectTo(socket, 'holdfast up', new AbortController().signal).call('verify', {})
    await assert.rejects(call, error => isError(error, 'INTERNAL') || isError(error, 'NO_DAEMON'))
  } finally {
    server.close()
  }
})

test('a signed time that is absurd does not break the view that shows it', async () => {
  const absurd = { ...STATUS, heardAt: Number.MAX_SAFE_INTEGER }
  await using api = await serve({ status: async () => absurd })
  const { wire } = await api.client().call('status', {})
  assert.equal(wire.heardAt, '9999-12-31T23:59:59.999Z')
})
