import assert from 'node:assert/strict'
import { test } from 'node:test'
import { captureText, parseConfig } from '../../protocol/config.ts'
import { isError } from '../../protocol/errors.ts'

const parse = (text: string) => parseConfig(`config_version = 1\n${text}`, 'config.toml')
const refuses = (text: string, message: RegExp) =>
  assert.throws(
    () => parse(text),
    (error: unknown) => isError(error, 'CONFIG_INVALID') && message.test(error.message),
  )

test('captures have the times of the specification unless the file says otherwise', () => {
  assert.deepEqual(parse('').capture, { quiet: 30, live: 300, scan: 3600, io: 'idle', hooks: {} })
  const { capture } = parse('[capture]\nquiet = "2s"\nlive = "10 min"\nio = "normal"')
  assert.deepEqual(capture, { quiet: 2, live: 600, scan: 3600, io: 'normal', hooks: {} })
})

test('commands around captures stand under the name of their project', () => {
  const { capture } = parse(`
[capture.hooks."nova lp"]
before = "lvcreate -s -n hf studio/nova >&2 && mount /dev/studio/hf /mnt && echo /mnt"
after = "umount /mnt; lvremove -f studio/hf"
[capture.hooks.film]
after = "true"
timeout = "90s"`)
  assert.deepEqual(capture.hooks['nova lp']?.timeout, 300)
  assert.deepEqual(capture.hooks.film, { after: 'true', timeout: 90 })
})

test('a mistake in the capture section is named with its line and what was expected', () => {
  refuses('[capture]\nquite = "2s"', /config\.toml:3: unknown key "capture\.quite", expected one of: quiet, live/)
  refuses('[capture]\nquiet = "2"', /config\.toml:3: capture\.quiet: expected a duration such as "30s"/)
  refuses('[capture]\nio = "low"', /config\.toml:3: capture\.io: expected one of "idle"\|"normal"/)
  refuses(
    '[capture.hooks.film]\nbefor = "x"',
    /unknown key "capture\.hooks\.film\.befor", expected one of: before, after/,
  )
  refuses(
    '[capture.hooks.film]\ntimeout = "5m"',
    /config\.toml:2: capture\.hooks\.film: expected before, after or both/,
  )
})

test('what is written to a file reads back the same', () => {
  const { capture } = parse(
    '[capture]\nquiet = "1500ms"\nscan = "90min"\n[capture.hooks.a]\nbefore = "x"\ntimeout = "1h"',
  )
  const text = captureText(capture)
  assert.deepEqual(text, {
    quiet: '1.5 s',
    live: '5 min',
    scan: '90 min',
    io: 'idle',
    hooks: { a: { before: 'x', timeout: '1 h' } },
  })
})
