import assert from 'node:assert/strict'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Callers } from '../../../node/api/callers.ts'
import { type Door, startApi } from '../../../node/api/server.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { ProjectId } from '../../../protocol/ids.ts'
import { ROUTES, type RouteName } from '../../../protocol/local-api.ts'
import {
  type Caller,
  includesScope,
  LOCAL_CALLER,
  READING_CALLER,
  SCOPES,
  type Scope,
} from '../../../protocol/local-api-scope.ts'
import { temporaryFolder } from '../../helpers/cli.ts'
import { eventually } from '../../helpers/eventually.ts'
import { fakeOperations } from '../../helpers/fake-operations.ts'
import { testPorts } from '../../helpers/ports.ts'
import { PROJECT } from '../../helpers/views.ts'

const mine = PROJECT.id
const another = 'ee'.repeat(16) as ProjectId
const callers: Callers = {
  ofToken(token) {
    const [scope, kept] = token.split(':') as [Scope, string?]
    if (!SCOPES.includes(scope)) throw new HoldfastError('TOKEN_REFUSED', 'no')
    return { scope, name: 'token t', projects: kept === undefined ? undefined : new Set([mine]) }
  },
  projectOf(reference) {
    if (reference === 'mine' || reference === mine) return mine
    if (reference === 'another') return another
    throw new HoldfastError('PROJECT_UNKNOWN', 'there are: mine, another')
  },
}

/** A server whose every operation notes that it was reached, and by whom; then it refuses. */
async function serve(door?: Door) {
  await using scope = new AsyncDisposableStack()
  const folder = scope.use(await temporaryFolder())
  const reached: { name: string; request: unknown; caller: Caller }[] = []
  const all = Object.fromEntries(
    Object.keys(ROUTES).map(name => [
      name,
      async (...words: unknown[]) => {
        reached.push({ name, request: words[0], caller: words.at(-1) as Caller })
        throw new HoldfastError('NOT_FOUNDED', 'reached')
      },
    ]),
  )
  const api = scope.use(await startApi(join(folder.path, 's'), fakeOperations(all), testPorts, callers, door))
  const owned = scope.move()
  return {
    socket: api.socket,
    reached,
    ask: (method: string, path: string, body?: object, authorization?: string) =>
      ask(api.socket, method, path, body, authorization),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function ask(socket: string, method: string, path: string, body?: object, authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization }
  const call = request({ socketPath: socket, method, path, headers })
  call.end(body && JSON.stringify(body))
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  let text = ''
  for await (const part of response) text += part
  const [last] = text.trim().split('\n').toReversed()
  return { status: response.statusCode, body: JSON.parse(last!) }
}

const readDoor: Door = { mode: 0o666, caller: READING_CALLER }

suite('a socket', () => {
  test('has its scope: who opens the read socket looks, and does nothing', async () => {
    await using api = await serve(readDoor)
    assert.equal((await api.ask('GET', '/v1/status')).body.code, 'NOT_FOUNDED')
    assert.deepEqual(api.reached[0]!.caller, READING_CALLER)
    for (const [method, path, body] of [
      ['POST', '/v1/stop', undefined],
      ['POST', '/v1/projects/mine/snapshots', { acceptEmpty: false, waitSeconds: null }],
      ['POST', '/v1/projects/mine/restore', { to: '/x', include: [], overwrite: 'never' }],
      ['POST', '/v1/find', { words: [], limit: 1 }],
      ['PUT', '/v1/projects/mine/policy', { words: ['copies=1'] }],
      ['GET', '/v1/tokens', undefined],
    ] as const) {
      const { status, body: answer } = await api.ask(method, path, body)
      assert.deepEqual([status, answer.code], [403, 'NOT_ALLOWED'], path)
      assert.match(answer.message, /this needs the scope/)
      assert.match(answer.hint, /holdfast token create NAME --scope/)
    }
    assert.equal(api.reached.length, 1)
  })

  test('with room for few closes the others unheard, and has room again', async () => {
    await using api = await serve({ ...readDoor, connections: 4 })
    const silent = Array.from({ length: 40 }, () => connect(api.socket))
    for (const socket of silent) socket.on('error', () => undefined)
    const open = () => silent.filter(socket => !socket.destroyed && socket.readyState === 'open').length
    await eventually(() => silent.every(socket => !socket.connecting) && open() === 4, { within: 20_000 })
    for (const socket of silent) socket.destroy()
    await eventually(
      async () => (await api.ask('GET', '/v1/status').catch(() => undefined))?.body.code === 'NOT_FOUNDED',
      { within: 20_000 },
    )
  })

  test('that anybody may open has that mode, and no moment with a wider one is needed for the other', async () => {
    await using open = await serve(readDoor)
    await using closed = await serve()
    assert.equal((await stat(open.socket)).mode & 0o777, 0o666)
    assert.equal((await stat(closed.socket)).mode & 0o777, 0o660)
    assert.equal((await closed.ask('GET', '/v1/status')).status, 409)
    assert.deepEqual(closed.reached[0]!.caller, LOCAL_CALLER)
  })
})

suite('a token', () => {
  test('may do more than the read socket, and less than the control socket', async () => {
    await using reading = await serve(readDoor)
    await using control = await serve()
    for (const api of [reading, control]) {
      assert.equal((await api.ask('POST', '/v1/verify', {}, 'Bearer capture')).body.code, 'NOT_FOUNDED')
      assert.equal((await api.ask('POST', '/v1/stop', undefined, 'Bearer capture')).body.code, 'NOT_ALLOWED')
      assert.equal(api.reached.at(-1)!.caller.name, 'token t')
    }
  })

  test('that is not known, or no token at all, is refused before anything is done', async () => {
    await using api = await serve()
    for (const header of ['Bearer nobody', 'Basic dTpw', 'Bearer', 'Bearer a b']) {
      const { status, body } = await api.ask('GET', '/v1/status', undefined, header)
      assert.deepEqual([status, body.code], [401, 'TOKEN_REFUSED'], header)
    }
    assert.equal(api.reached.length, 0)
  })

  test('that is kept to a project names no other, and can’t tell which there are', async () => {
    await using api = await serve()
    const kept = 'Bearer operate:kept'
    assert.equal((await api.ask('GET', '/v1/projects/mine/policy', undefined, kept)).body.code, 'NOT_FOUNDED')
    assert.deepEqual(api.reached[0]!.request, { project: mine })
    const [other, none] = [
      await api.ask('GET', '/v1/projects/another/policy', undefined, kept),
      await api.ask('GET', '/v1/projects/anything/policy', undefined, kept),
    ]
    assert.deepEqual([other.body.code, none.body.code], ['NOT_ALLOWED', 'NOT_ALLOWED'])
    assert.equal(other.body.message.replace('another', 'anything'), none.body.message)
    const restore = { to: '/x', include: [], overwrite: 'never' }
    const restored = await api.ask('POST', '/v1/projects/another/restore', restore, kept)
    assert.deepEqual([restored.status, restored.body.code], [403, 'NOT_ALLOWED'])
    assert.equal(api.reached.length, 1)
  })

  test('that is kept to a project asks about everything only where the answer is cut to it', async () => {
    await using api = await serve()
    for (const path of ['/v1/status', '/v1/projects', '/v1/identity'])
      assert.equal((await api.ask('GET', path, undefined, 'Bearer operate:kept')).body.code, 'NOT_FOUNDED', path)
    for (const [method, path, body] of [
      ['GET', '/v1/sites', undefined],
      ['GET', '/v1/tokens', undefined],
      ['POST', '/v1/verify', {}],
      ['PUT', '/v1/pause', { project: null, seconds: 5 }],
      ['POST', '/v1/tokens', { name: 'x', scope: 'operate', projects: [], seconds: null }],
      ['POST', '/v1/projects', { name: 'x', folder: '/x', policy: [] }],
      ['POST', '/v1/stop', undefined],
    ] as const) {
      const { body: answer } = await api.ask(method, path, body, 'Bearer operate:kept')
      assert.equal(answer.code, 'NOT_ALLOWED', path)
    }
    assert.equal(api.reached.length, 3)
  })
})

test('every route names the scope it needs, and what changes anything needs more than looking', () => {
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { scope, method, stream } = ROUTES[name]
    assert.ok(SCOPES.includes(scope), name)
    if (method !== 'GET' && !stream) assert.ok(includesScope(scope, 'capture'), name)
  }
  assert.ok(includesScope('operate', 'read') && !includesScope('read', 'capture'))
})
