// The program that scripts start: the sources, or the built package where HOLDFAST_BUILT is set, as its users have it.
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const isBuilt = process.env.HOLDFAST_BUILT !== undefined

export const BIN = isBuilt ? join(ROOT, 'dist', 'cli', 'bin.js') : join(ROOT, 'cli', 'bin.ts')
export const DAEMON = isBuilt ? join(ROOT, 'dist', 'node', 'main.js') : join(ROOT, 'node', 'main.ts')
