import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Desk } from '../../../../node/work/schedule/desk.ts'
import { isError } from '../../../../protocol/errors.ts'
import type { ProjectId } from '../../../../protocol/ids.ts'

const nova = 'a1'.repeat(16) as ProjectId
const film = 'b2'.repeat(16) as ProjectId
const never = new AbortController().signal

/** Runs until it is told to stop. */
const endless = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

test('two captures of one project never run at once, two of two projects may', async () => {
  const desk = new Desk()
  const stop = new AbortController()
  const first = desk.run(nova, 'snapshot', endless, stop.signal)
  assert.equal(desk.running(nova), 'snapshot')
  await assert.rejects(
    desk.run(nova, 'rehash', async () => assert.fail('it ran'), never),
    error => isError(error, 'BUSY'),
  )
  assert.equal(await desk.run(film, 'snapshot', async () => 'done', never), 'done')
  stop.abort(new Error('enough'))
  await assert.rejects(first, /enough/)
  assert.equal(desk.running(nova), undefined)
})

test('what somebody asks for takes the place of what runs by itself, and waits for its end', async () => {
  const desk = new Desk()
  const order: string[] = []
  const slow = desk.run(
    nova,
    'rehash',
    async signal => {
      await endless(signal).catch(() => undefined)
      await new Promise(resolve => setImmediate(resolve)) // puts its things away
      order.push('rehash ended')
      signal.throwIfAborted()
    },
    never,
  )
  const refused = assert.rejects(slow, error => isError(error, 'BUSY'))
  await desk.run(nova, 'asked', async () => order.push('asked'), never)
  await refused
  assert.deepEqual(order, ['rehash ended', 'asked'])
})

test('of two that are asked for, the second is told that the first is at it', async () => {
  const desk = new Desk()
  const stop = new AbortController()
  const first = desk.run(nova, 'asked', endless, stop.signal)
  await assert.rejects(desk.run(nova, 'asked', endless, never), error => isError(error, 'BUSY'))
  stop.abort(new Error('enough'))
  await assert.rejects(first, /enough/)
})
