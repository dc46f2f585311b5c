// The specification and the test vectors can't drift apart: every vector's bytes stand in protocol/README.md.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const specification = readFileSync(join(root, 'protocol', 'README.md'), 'utf8')
const vectors = join(root, 'test', 'vectors')

/** The hex digits of a commented block, in order. */
function digits(block: string): string {
  return block
    .split('\n')
    .map(line => line.replace(/#.*$/, '').replace(/\s+/g, ''))
    .join('')
}

const blocks = specification.split(/^```.*$/m).filter((_, index) => index % 2 === 1)

describe('the specification', () => {
  const files = readdirSync(vectors).filter(name => name.endsWith('.hex'))

  it('has vectors to compare with', () => {
    assert.ok(files.length >= 6)
    assert.ok(files.every(file => digits(readFileSync(join(vectors, file), 'utf8')).length > 0))
  })

  for (const file of files) {
    it(`shows the bytes of ${file}`, () => {
      const wanted = digits(readFileSync(join(vectors, file), 'utf8'))
      assert.match(wanted, /^([0-9a-f]{2})+$/)
      assert.ok(
        blocks.some(block => digits(block).includes(wanted)),
        `no block of protocol/README.md holds ${file}`,
      )
    })
  }

  it('names a section for each module that claims one', () => {
    const headings = new Set([...specification.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title?.toLowerCase()))
    const missing: string[] = []
    for (const name of readdirSync(join(root, 'protocol'))) {
      if (!name.endsWith('.ts') || name.endsWith('.d.ts')) continue
      const head = readFileSync(join(root, 'protocol', name), 'utf8')
        .split('\n')
        .slice(0, 5)
        .join(' ')
      for (const [, section] of head.matchAll(/§ ([A-Z][A-Za-z ]*[A-Za-z])/g)) {
        if (!headings.has(section?.toLowerCase())) missing.push(`${name}: § ${section}`)
      }
    }
    assert.deepEqual(missing, [])
  })
})
