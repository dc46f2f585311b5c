import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Budget } from '../../../node/network/budget.ts'

const never = new AbortController().signal

test('a budget makes callers wait until enough has been given back', async () => {
  const budget = new Budget(10)
  const first = await budget.take(8, never)
  let granted = false
  const second = budget.take(5, never).then(lease => {
    granted = true
    return lease
  })
  await Promise.resolve()
  first.shrink(6)
  await Promise.resolve()
  assert.equal(granted, false)
  first.shrink(5)
  await second
  assert.equal(budget.free, 0)
})

test('a small request does not overtake a large one that asked before', async () => {
  const budget = new Budget(10)
  const first = await budget.take(6, never)
  const order: string[] = []
  const large = budget.take(10, never).then(lease => {
    order.push('large')
    return lease
  })
  const small = budget.take(1, never).then(() => order.push('small'))
  first[Symbol.dispose]()
  ;(await large)[Symbol.dispose]()
  await small
  assert.deepEqual(order, ['large', 'small'])
})

test('giving up the wait lets those behind it go and takes nothing', async () => {
  const budget = new Budget(10)
  const first = await budget.take(6, never)
  const give = new AbortController()
  const large = budget.take(10, give.signal)
  const small = budget.take(4, never)
  give.abort(new Error('enough'))
  await assert.rejects(large, /enough/)
  await small
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  assert.equal(budget.free, 6)
})

test('asking for more than there will ever be is our own bug', async () => {
  await assert.rejects(new Budget(10).take(11, never), TypeError)
})
