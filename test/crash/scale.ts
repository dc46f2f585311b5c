// How much the crash tests try: little in `npm test`, what the design asks for in `npm run test:crash` (HOLDFAST_CRASH=full)
// and ten times the kills in `npm run test:all`.

const FULL = process.env.HOLDFAST_CRASH === 'full'
const ALL = FULL && process.env.HOLDFAST_TEST_ALL !== undefined

/** So many in the full form, a part of it in the short one. */
export function scaled(full: number, short: number): number {
  return FULL ? full : short
}

export function kills(full: number, short: number): number {
  return ALL ? 10 * full : scaled(full, short)
}
