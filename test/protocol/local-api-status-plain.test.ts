import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { status } from '../../protocol/local-api-status.ts'
import { readStatus } from '../../protocol/local-api-status-plain.ts'
import { STATUS } from '../helpers/views.ts'

const wire = (): Record<string, unknown> => JSON.parse(JSON.stringify(z.encode(status, STATUS)))

test('a status is read as its schema reads it', () => {
  assert.deepEqual(readStatus(wire()), z.decode(status, wire() as z.input<typeof status>))
})

test('what is not as expected anywhere is left to the schema', () => {
  for (const path of paths(wire())) {
    const spoilt = wire()
    spoil(spoilt, path)
    const read = readStatus(spoilt)
    const { data } = status.safeParse(spoilt)
    // It may overlook what nothing here goes by, and then hands it on as it came; what it has read is right.
    if (data !== undefined && read !== undefined) assert.deepEqual(read, data, path.join('.'))
    if (GOES_BY.test(path.join('.'))) assert.equal(read, undefined, path.join('.'))
  }
})

const GOES_BY = /^(at|mesh|site|sites|projects|projects\.\d+\.(id|state|copies|provedAt|counted|inGrace|proofAge))$/

function paths(value: unknown, before: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => [[...before, key], ...paths(one, [...before, key])])
}

function spoil(value: unknown, path: readonly string[]): void {
  const [last, ...before] = path.toReversed()
  const at = before.toReversed().reduce((one, key) => (one as Record<string, unknown>)[key], value)
  ;(at as Record<string, unknown>)[last!] = true
}
