import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Finisher } from '../../../node/work/restore/finish-files.ts'
import type { Order } from '../../../node/work/restore/orders.ts'
import type { OpenDirectory } from '../../../node/work/restore/target-disk.ts'
import type { WrittenFile } from '../../../node/work/restore/write-file.ts'

const LARGE = 64 * 1024 * 1024 // a batch of its own

function turns(count: number): Promise<void> {
  return new Promise(done => (count === 0 ? done() : setImmediate(() => turns(count - 1).then(done))))
}

/** Files whose syncs take their time; `named` and `closed` tell what has become of them. */
function slowFiles(count: number, fails = -1) {
  const named = new Set<number>()
  const closed = new Set<number>()
  const files = Array.from({ length: count }, (_, i) => {
    const directory = {
      hold: () => directory,
      release: async () => undefined,
      link: async () => void named.add(i),
      remove: async () => undefined,
    }
    const handle = {
      sync: async () => {
        await turns(20 - i)
        if (i === fails) throw new Error('the disk says no')
      },
      close: async () => void closed.add(i),
    }
    const entry = { name: Buffer.from(`take ${i}`), size: LARGE, mtimeSeconds: 1_750_000_000, mtimeNanoseconds: 0 }
    return {
      directory: directory as unknown as OpenDirectory,
      handle,
      entry,
      part: Buffer.from('part'),
    } as unknown as WrittenFile
  })
  return { files, named, closed }
}

test('a flush waits for every batch that writers handed over at the same moment', async () => {
  const { files, named, closed } = slowFiles(8)
  const finisher = new Finisher()
  const adding = files.map(file => finisher.add(file, false))
  await finisher.flush()
  assert.equal(named.size, 8)
  assert.equal(closed.size, 8)
  await Promise.all(adding)
})

test('after a failed sync nothing later gets its name, and every handle is closed', async () => {
  const { files, named, closed } = slowFiles(6, 2)
  const finisher = new Finisher()
  const adding = Promise.allSettled(files.map(file => finisher.add(file, false)))
  await assert.rejects(finisher.flush(), /the disk says no/)
  await adding
  assert.deepEqual([...named].sort(), [0, 1])
  assert.equal(closed.size, 6)
})

/** Files that are closed already, as small ones are when they come. */
function closedFiles(count: number) {
  const done: string[] = []
  const directory = {
    hold: () => directory,
    release: async () => undefined,
    openFile: async (name: Buffer) => ({
      sync: async () => void done.push(`sync ${name}`),
      close: async () => undefined,
    }),
    link: async (_part: Buffer, _directory: unknown, name: Buffer) => void done.push(`name ${name}`),
    remove: async () => undefined,
    at: (name: Buffer) => name,
  }
  const files = Array.from({ length: count }, (_, i) => ({
    directory: directory as unknown as OpenDirectory,
    handle: undefined,
    entry: { name: Buffer.from(`${i}`), size: 10, mtimeSeconds: 1_750_000_000, mtimeNanoseconds: 0 },
    part: Buffer.from(`part ${i}`),
  })) as unknown as WrittenFile[]
  const writers = {
    carryOut: async (order: Order) => void done.push(order.kind === 'name' ? `name ${order.to}` : order.kind),
    [Symbol.asyncDispose]: async () => undefined,
  }
  return { files, done, writers }
}

test('many small files get their names after one sync of all', async () => {
  const { files, done, writers } = closedFiles(300)
  const syncAll = async () => {
    await turns(3)
    return done.push('sync all') > 0
  }
  const finisher = new Finisher({ syncAll, writers })
  for (const file of files) await finisher.add(file, false)
  await finisher.flush()
  assert.deepEqual(done, ['sync all', ...files.map(({ entry }) => `name ${entry.name}`)])
})

test('where all cannot be synced at once each file is synced before any of them gets its name', async () => {
  const { files, done, writers } = closedFiles(100)
  const finisher = new Finisher({ syncAll: async () => false, writers })
  for (const file of files) await finisher.add(file, false)
  await finisher.flush()
  const synced = done.slice(0, 100).sort()
  assert.deepEqual(synced, files.map((_, i) => `sync part ${i}`).sort())
  assert.equal(done.filter(line => line.startsWith('name ')).length, 100)
})

test('a failed sync of all gives no file its name', async () => {
  const { files, done, writers } = closedFiles(100)
  const syncAll = async () => {
    throw new Error('the disk says no')
  }
  const finisher = new Finisher({ syncAll, writers })
  for (const file of files) await finisher.add(file, false)
  await assert.rejects(finisher.flush(), /the disk says no/)
  assert.deepEqual(done, [])
})
