import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { cutBuffersFromSmallSlabs } from '../../node/heap.ts'

const HEAP = new URL('../../node/heap.ts', import.meta.url).href

/** Moves 4 GiB through buffers of 64 KiB, 32 MiB of them in use at a time, and prints how often all was marked. */
function mover(start: string): string {
  return `
    import { constants, PerformanceObserver } from 'node:perf_hooks'
    import { setImmediate as turn } from 'node:timers/promises'
    let majors = 0
    const count = list => {
      for (const { detail } of list.getEntries()) if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) majors++
    }
    const observer = new PerformanceObserver(count)
    observer.observe({ entryTypes: ['gc'] })
    ${start}
    const used = new Array(512)
    for (let n = 0; n < 65_536; n++) {
      used[n % used.length] = Buffer.allocUnsafeSlow(65_536)
      if (n % 64 === 0) await turn()
    }
    await turn()
    count({ getEntries: () => observer.takeRecords() })
    console.log(majors)`
}

async function majorCollections(start: string): Promise<number> {
  const args = ['--input-type=module', '--eval', mover(start)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return Number(stdout)
}

test('a process that counts its buffers as heap marks the whole heap far less often while gigabytes pass', async () => {
  const without = await majorCollections('')
  const withRoom = await majorCollections(
    `const { countBuffersAsHeap } = await import('${HEAP}'); countBuffersAsHeap()`,
  )
  assert.ok(without > 0, 'collections are counted')
  assert.ok(withRoom < without / 3, `${withRoom} full collections, ${without} without room`)
})

test('small buffers that are kept keep little else', () => {
  const before = Buffer.poolSize
  try {
    cutBuffersFromSmallSlabs()
    const kept: Buffer[] = []
    // What else is made meanwhile fills the slabs.
    for (let n = 0; n < 256; n++) {
      kept.push(Buffer.from('a nonce of a head'))
      for (let other = 0; other < 64; other++) Buffer.allocUnsafe(1000)
    }
    const held = new Set(kept.map(({ buffer }) => buffer))
    const bytes = [...held].reduce((sum, buffer) => sum + buffer.byteLength, 0)
    assert.ok(bytes < 256 * 16 * 1024, `${bytes} bytes are held for ${kept.length} small buffers`)
  } finally {
    Buffer.poolSize = before
  }
})
