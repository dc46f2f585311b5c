// Goes through every state of the drop model (drop-model.ts) that can be reached, each once, whatever led to it.
import { type DropModel, LEASE_MS, type ModelState, Violation } from './drop-model.ts'

export interface Explored {
  readonly states: number
  readonly violation: string | undefined
  readonly trace: readonly string[] // the steps that lead to the violation
  /** States in which nothing is left to happen. */
  readonly ends: readonly ModelState[]
}

/** Looks at every state, ending at the first violation: the deepest first, or 'wide', those with the shortest way to them. */
export function explore(model: DropModel, order: 'deep' | 'wide' = 'deep', most = 20_000_000): Explored {
  const seen = new Set<string>()
  const ends: ModelState[] = []
  const first = model.first()
  const open: { state: ModelState; path: Path | undefined }[] = [{ state: first, path: undefined }]
  seen.add(keyOf(first, model))
  let looked = 0
  const next = () => (order === 'deep' ? open.pop() : open[looked++])
  for (let at = next(); at !== undefined; at = next()) {
    let isEnd = true
    try {
      const own = keyOf(at.state, model)
      for (const { name, next: raw } of model.steps(at.state)) {
        const after = pruned(raw)
        const path = { name, before: at.path }
        const violation = model.violation(after)
        if (violation !== undefined) return { states: seen.size, violation, trace: namesOf(path), ends }
        const key = keyOf(after, model)
        if (key !== own) isEnd = false
        if (seen.has(key)) continue
        seen.add(key)
        if (seen.size > most) throw new Error(`more than ${most} states`)
        open.push({ state: after, path })
      }
      if (isEnd) ends.push(at.state)
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      return { states: seen.size, violation: error.message, trace: namesOf(at.path), ends }
    }
  }
  return { states: seen.size, violation: undefined, trace: [], ends }
}

interface Path {
  readonly name: string
  readonly before: Path | undefined
}
function namesOf(path: Path | undefined): string[] {
  const names: string[] = []
  for (let at = path; at !== undefined; at = at.before) names.push(at.name)
  return names.reverse()
}

// Messages that nobody will heed any more are as if they were lost.
function pruned(state: ModelState): ModelState {
  const messages = state.messages.filter(({ kind, from, to, nonce }) => {
    const dropper = kind === 'answer' || kind === 'proof' ? to : from
    const state_ = kind === 'answer' ? 'asked' : kind === 'proof' || kind === 'challenge' ? 'challenged' : undefined
    if (state_ !== undefined)
      return state.sites[dropper]!.drop.drop?.asks.some(one => one.nonce === nonce && one.state === state_) ?? false
    if (kind === 'ask') return true
    const isGiven = state.sites[to]!.given.some(lease => lease.nonce === nonce)
    return isGiven || state.messages.some(other => other.kind === 'ask' && other.nonce === nonce)
  })
  const sites = state.sites.map(site => {
    const given = site.given.filter(lease => lease.until > site.clock.custody)
    return given.length === site.given.length ? site : { ...site, given }
  })
  return { ...state, messages, sites }
}

// Times only relative to the clocks they are counted on, and no further than they matter; nonces only by their order.
function keyOf({ sites, messages, faults }: ModelState, { horizon, shown }: DropModel): string {
  const names = new Map<string, number>()
  const nameOf = (nonce: string): number => {
    const known = names.get(nonce)
    if (known !== undefined) return known
    names.set(nonce, names.size)
    return names.size - 1
  }
  let key = ''
  for (const { drop, clock: own } of sites) {
    const clock = shown(own)
    const mine = drop.drop
    if (mine === undefined) key += '-'
    else {
      key += mine.phase[0]! + (mine.isLast ? 'l' : 'f') + Math.min(horizon, clock.monotonic - mine.since)
      for (const one of mine.asks) {
        key += one.state[0]! + one.state[1]!
        if (one.state === 'refused' || one.state === 'failed') continue
        const passed = Math.max(clock.monotonic - one.monotonic, clock.wall - one.wall)
        const wall = Math.sign(clock.wall - one.wall)
        key += `${Math.min(horizon, passed)}${wall < 0 ? '-' : ''}${nameOf(one.nonce)}`
      }
    }
    key += '|'
  }
  // What is in a set has no order of its own: by sender and receiver first, then by the nonces' names so far.
  const rest: string[] = []
  for (const [i, { given, clock }] of sites.entries())
    for (const lease of given)
      rest.push(`L${i}${lease.dropper}${Math.min(2 * LEASE_MS, lease.until - clock.custody)}.${lease.nonce}`)
  for (const { kind, from, to, nonce, refusal, passed } of messages)
    rest.push(`${kind[0]}${kind[1]}${from}${to}${refusal?.[0] ?? ''}${passed ?? ''}.${nonce}`)
  rest.sort()
  for (const one of rest) {
    const dot = one.indexOf('.')
    key += `${one.slice(0, dot)}${nameOf(one.slice(dot + 1))},`
  }
  for (const { removal, freeAt, whole, attempts, clock } of sites)
    key += `|${whole ? 'w' : ''}${removal ? 'r' : ''}${freeAt === undefined ? '' : Math.min(2 * LEASE_MS, Math.max(0, freeAt - clock.custody))}a${attempts}`
  return `${key}|${faults.crashes}${faults.jumps}${faults.timeouts}${faults.doubled}${faults.losses}${faults.wanted}`
}
