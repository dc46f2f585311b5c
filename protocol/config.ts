// The daemon's config file: strict TOML, every error names line, key and what was expected (§ Config). Pure: text in,
// values out; who reads the file passes its name for the messages.
import { parse, TomlError } from 'smol-toml'
import * as z from 'zod'
import { findLine } from './config-lines.ts'
import { HoldfastError } from './errors.ts'
import { formatBytes, formatDuration, parseDuration, parseSize } from './units.ts'

export const CONFIG_VERSION = 1

const multiaddr = z.string().regex(/^\/(ip4|ip6|dns|dns4|dns6)\/[^/]+\/tcp\/\d+$/, {
  error: 'expected an address such as "/ip4/0.0.0.0/tcp/4801"',
})
const label = z.string().min(1).max(255)

/** "6 TB" in the file, bytes in the code. */
const size = z.codec(z.string(), z.number().int().positive(), {
  decode: (text, context) => {
    try {
      return parseSize(text)
    } catch {
      context.issues.push({ code: 'custom', input: text, message: 'expected a size such as "6 TB"' })
      return z.NEVER
    }
  },
  encode: formatBytes,
})

/** "5m" in the file, seconds in the code. */
const duration = z.codec(z.string(), z.number().positive(), {
  decode: (text, context) => {
    try {
      return parseDuration(text)
    } catch {
      context.issues.push({ code: 'custom', input: text, message: 'expected a duration such as "30s" or "5m"' })
      return z.NEVER
    }
  },
  encode: formatDuration,
})
const command = z.string().min(1).max(4096)

/** Commands around the captures of one project; run by `sh -c`, as whoever runs the daemon. */
const hook = z
  .strictObject({
    before: command.optional(), // may print the folder to read instead, such as a mounted snapshot
    after: command.optional(), // runs whatever became of the capture
    timeout: duration.prefault('5m'), // of each
  })
  .refine(({ before, after }) => before !== undefined || after !== undefined, 'expected before, after or both')

const capture = z
  .strictObject({
    quiet: duration.prefault('30s'), // what changed less than this before a snapshot by itself is live
    live: duration.prefault('5m'), // how often a folder that does not get quiet is captured
    scan: duration.prefault('1h'), // how often what is watched is scanned all the same
    io: z.enum(['idle', 'normal']).default('idle'),
    hooks: z.record(z.string().min(1).max(128), hook).default({}), // by the project's name or id
  })
  .prefault({})

/** Copies beyond the policy, by the custody clock. */
const surplus = z
  .strictObject({
    settle: duration.prefault('24h'), // how long one stands before it is dropped
    kept: duration.prefault('24h'), // how long its bytes stay then
  })
  .prefault({})

export const configSchema = z.strictObject({
  config_version: z.literal(CONFIG_VERSION),
  site: z
    .strictObject({
      name: z.string().min(1).max(64).optional(),
      location: label.optional(),
      medium: label.optional(),
      manager: label.optional(),
      labels: z.record(z.string().min(1).max(64), label).default({}),
    })
    .prefault({}),
  listen: z
    .strictObject({
      p2p: z.array(multiaddr).min(1).default(['/ip4/0.0.0.0/tcp/4801']),
      join: z.array(multiaddr).min(1).default(['/ip4/0.0.0.0/tcp/4802']), // open only while invites are
    })
    .prefault({}),
  store: z
    .strictObject({
      path: z.string().min(1).default('store'), // relative to the home
      capacity: size.optional(), // absent: what the disk has
    })
    .prefault({}),
  keys: z
    .strictObject({
      passphrase_file: z.string().min(1).optional(), // relative to the home; what opens keys wrapped with a passphrase
    })
    .prefault({}),
  api: z
    .strictObject({
      read_socket: z.string().min(1).optional(), // relative to the home; absent: read.sock beside the control socket
      read_socket_mode: z.enum(['off', '0600', '0660', '0666']).default('0666'), // who may open it
      restore_folder: z.string().min(1).optional(), // relative to the home; where tokens of scope restore may write
    })
    .prefault({}),
  surplus,
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  capture,
})

export type Config = z.output<typeof configSchema>
export type Hook = z.output<typeof hook>

/** The capture section as the file writes it. */
export function captureText(section: Config['capture']): z.input<typeof capture> {
  return z.encode(capture, section)
}

/** The surplus section as the file writes it. */
export function surplusText(section: Config['surplus']): z.input<typeof surplus> {
  return z.encode(surplus, section)
}

/** Reads a config file's text. `name` is the file's, for messages. Throws CONFIG_INVALID. */
export function parseConfig(text: string, name: string): Config {
  const raw = parseToml(text, name)
  const result = configSchema.safeParse(raw)
  if (result.success) return result.data
  const problems = result.error.issues.flatMap(issue => problemsOf(issue, text, name))
  throw new HoldfastError('CONFIG_INVALID', problems.join('\n'), {
    hint: `edit ${name}, then: holdfast config check`,
  })
}

function parseToml(text: string, name: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const why = cause.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '')
    throw new HoldfastError('CONFIG_INVALID', `${name}:${cause.line}:${cause.column}: ${why}`, {
      cause,
      hint: `edit ${name}, then: holdfast config check`,
    })
  }
}

function problemsOf(issue: z.core.$ZodIssue, text: string, name: string): string[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const full = [...path, key]
      return `${name}:${findLine(text, full)}: unknown key "${full.join('.')}", ${known(path)}`
    })
  }
  return [`${name}:${findLine(text, path)}: ${path.join('.') || 'file'}: ${lowerFirst(issue.message)}`]
}

function known(path: readonly string[]): string {
  let schema: unknown = configSchema
  for (const part of path) schema = shapeOf(schema)?.[part] ?? entryOf(schema)
  const keys = Object.keys(shapeOf(schema) ?? {})
  return `expected one of: ${keys.join(', ')}`
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return shapeOf(schema.unwrap())
  return schema instanceof z.ZodObject ? schema.shape : undefined
}

/** What stands under any name of a table of named things. */
function entryOf(schema: unknown): unknown {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return entryOf(schema.unwrap())
  return schema instanceof z.ZodRecord ? schema.valueType : undefined
}

function lowerFirst(text: string): string {
  return text.replace(/^Invalid (input|option): /, '').replace(/^[A-Z]/, letter => letter.toLowerCase())
}
