import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findLine } from '../../protocol/config-lines.ts'

const TEXT = `config_version = 1 # [site]
site.name = "[store]"
[listen] # where
p2p = [
  "path = 1",
]
join = ["/a"]
[store]
note = """
path = "not here"
"""
path = "here"
[site.labels]
"power" = "ups"
`

test('a key is found on the line where it is set', () => {
  const cases: [string, number][] = [
    ['config_version', 1],
    ['site.name', 2],
    ['listen', 3],
    ['listen.p2p', 4],
    ['listen.join', 7],
    ['store.path', 12],
    ['site.labels.power', 14],
  ]
  for (const [path, line] of cases) assert.equal(findLine(TEXT, path.split('.')), line, path)
})

test('a key that is not set points at its table, else at the first line', () => {
  assert.equal(findLine(TEXT, ['store', 'capacity']), 8)
  assert.equal(findLine(TEXT, ['log', 'level']), 1)
  assert.equal(findLine('', ['log']), 1)
})

test('an index into a list points at the list', () => {
  assert.equal(findLine(TEXT, ['listen', 'p2p', '0']), 4)
})
