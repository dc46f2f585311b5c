// Tokens of the local API: made, listed, revoked, and recognised (§ Local API, Tokens). The secret leaves once, when it is
// made; what is kept is its hash under a key of this site, as one of the site's own promises.
import { timingSafeEqual } from 'node:crypto'
import { encodeToken, parseToken, TOKEN_SECRET_LENGTH } from '../../protocol/api-token.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deriveKey, keyedHash } from '../../protocol/hash.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import { type Caller, SCOPES, type Scope } from '../../protocol/local-api-scope.ts'
import type { CreatedToken, CreateTokenRequest, Token, TokenList } from '../../protocol/local-api-tokens.ts'
import type { Callers } from '../api/callers.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Site } from '../work/site.ts'
import { findProject } from './references.ts'

interface Kept {
  readonly name: string
  readonly scope: Scope
  readonly projects: readonly ProjectId[]
  readonly createdAt: number
  readonly expiresAt: number | null
  /** Keyed hash of the secret, hex. */
  readonly hash: string
}

const PREFIX = 'token/'
const MOST = 256

/** Throws PROJECT_UNKNOWN, AMBIGUOUS, NAME_TAKEN, NOT_ALLOWED. */
export async function createToken(
  context: NodeContext,
  request: CreateTokenRequest,
  caller: Caller,
): Promise<CreatedToken> {
  const { site } = joinedOf(context)
  const { name, scope } = request
  if (site.promises.state.has(PREFIX + name)) {
    throw new HoldfastError('NAME_TAKEN', `a token is called ${name} already`, {
      hint: `holdfast token revoke ${name}, or choose another name`,
    })
  }
  if (keptTokens(site).length >= MOST) {
    throw new HoldfastError('NOT_ALLOWED', `there are ${MOST} tokens`, {
      hint: 'holdfast token list shows them, holdfast token revoke NAME ends one',
    })
  }
  const projects = [...new Set(request.projects.map(reference => findProject(site.projects, reference).id))]
  const secret = context.ports.random.bytes(TOKEN_SECRET_LENGTH)
  const createdAt = context.ports.clock.wall()
  const expiresAt = request.seconds === null ? null : Math.round(createdAt + request.seconds * 1000)
  const kept: Kept = { name, scope, projects, createdAt, expiresAt, hash: hashOf(context, secret).toString('hex') }
  await site.promises.setState(PREFIX + name, Buffer.from(JSON.stringify(kept)))
  const until = expiresAt === null ? 'until revoked' : `until ${new Date(expiresAt).toISOString()}`
  const text = `${name}: ${scope}, ${projects.length === 0 ? 'all projects' : projects.join(' ')}, ${until}`
  await site.audit.record({ act: 'token-create', text, who: caller.name })
  return { ...tokenView(context, site, kept), token: encodeToken(secret) }
}

export function listTokens(context: NodeContext): TokenList {
  const { site } = joinedOf(context)
  return { tokens: keptTokens(site).map(kept => tokenView(context, site, kept)) }
}

/** It counts no more as soon as this resolves. Throws TOKEN_UNKNOWN. */
export async function revokeToken(context: NodeContext, name: string, caller: Caller): Promise<Token> {
  const { site } = joinedOf(context)
  const kept = keptTokens(site).find(token => token.name === name)
  if (kept === undefined) {
    throw new HoldfastError('TOKEN_UNKNOWN', `no token is called ${name}`, {
      hint: 'holdfast token list shows them',
    })
  }
  await site.promises.setState(PREFIX + name, undefined)
  await site.audit.record({ act: 'token-revoke', text: name, who: caller.name })
  return tokenView(context, site, kept)
}

/** What the server asks about who calls it. */
export function callersOf(context: NodeContext): Callers {
  return {
    ofToken(text) {
      const given = hashOf(context, parseToken(text))
      const site = context.joined()?.site
      // Every token is compared, in whole: how long it takes says nothing of which was nearest.
      const found = (site ? keptTokens(site) : []).filter(({ hash }) =>
        timingSafeEqual(given, Buffer.from(hash, 'hex')),
      )
      const [kept] = found
      if (kept === undefined || isExpired(context, kept)) {
        throw new HoldfastError('TOKEN_REFUSED', 'this daemon does not take the token', {
          hint: 'as the user of the daemon: holdfast token list, holdfast token create NAME --scope SCOPE',
        })
      }
      const projects = kept.projects.length === 0 ? undefined : new Set(kept.projects)
      return { scope: kept.scope, name: `token ${kept.name}`, projects }
    },
    projectOf: reference => findProject(joinedOf(context).site.projects, reference).id,
  }
}

function hashOf(context: NodeContext, secret: Uint8Array): Buffer {
  return Buffer.from(keyedHash(deriveKey('holdfast v1 local API tokens', context.identity().siteSeed), secret))
}

function isExpired(context: NodeContext, { expiresAt }: Kept): boolean {
  return expiresAt !== null && context.ports.clock.wall() >= expiresAt
}

function keptTokens(site: Site): Kept[] {
  return [...site.promises.state]
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([, bytes]) => readKept(bytes))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

// Written by this daemon into its own journal, whose frames are checked; a scope that this version lacks says no.
function readKept(bytes: Uint8Array): Kept {
  const kept = JSON.parse(Buffer.from(bytes).toString('utf8')) as Kept
  return SCOPES.includes(kept.scope) ? kept : { ...kept, scope: 'read', expiresAt: 0 }
}

function tokenView(context: NodeContext, site: Site, kept: Kept): Token {
  const { name, scope, createdAt, expiresAt } = kept
  const projects = kept.projects.map(id => ({ id, name: site.projects.get(id)?.name ?? null }))
  return { name, scope, projects, createdAt, expiresAt, expired: isExpired(context, kept) }
}
