// Who asks, and whether it may: the socket's own scope or the token's, the scope of the route, and the projects a token is
// kept to (§ Local API, Callers).
import type { IncomingMessage } from 'node:http'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import { ROUTES } from '../../protocol/local-api.ts'
import { type Caller, includesScope, seesProject } from '../../protocol/local-api-scope.ts'
import type { Allowed } from './answer.ts'
import type { Call } from './request.ts'

/** What the server must know of tokens and projects to judge a caller. */
export interface Callers {
  /** Throws TOKEN_REFUSED. */
  ofToken(token: string): Caller
  /** Throws PROJECT_UNKNOWN, AMBIGUOUS, NOT_FOUNDED. */
  projectOf(reference: string): ProjectId
}

/** Without tokens: whoever opens the socket has its scope. */
export const NO_TOKENS: Callers = {
  ofToken() {
    throw new HoldfastError('TOKEN_REFUSED', 'this daemon knows no tokens')
  },
  projectOf(reference) {
    throw new HoldfastError('PROJECT_UNKNOWN', `no project is called ${reference}`)
  },
}

const BEARER = /^Bearer +(\S+)$/i

/** The token decides where there is one: it may do more than the read socket, and less than the control socket. */
export function callerOf({ headers }: IncomingMessage, ofSocket: Caller, callers: Callers): Caller {
  const { authorization } = headers
  if (authorization === undefined) return ofSocket
  const [, token] = BEARER.exec(authorization) ?? []
  if (token === undefined)
    throw new HoldfastError('TOKEN_REFUSED', 'the authorization header is not "Bearer" and a token')
  return callers.ofToken(token)
}

/** Throws NOT_ALLOWED unless the caller may make the call. */
export function allow(call: Call, caller: Caller, callers: Callers): Allowed {
  const route = ROUTES[call.route]
  if (!includesScope(caller.scope, route.scope)) {
    throw new HoldfastError(
      'NOT_ALLOWED',
      `this needs the scope "${route.scope}"; ${caller.name} has "${caller.scope}"`,
      {
        hint: `as the user of the daemon: holdfast token create NAME --scope ${route.scope}`,
      },
    )
  }
  if (caller.projects === undefined) return { ...call, caller }
  const { project } = call.request as { project?: string | null }
  if (typeof project !== 'string') {
    if ('filtered' in route) return { ...call, caller }
    throw new HoldfastError('NOT_ALLOWED', `${caller.name} is kept to some projects, and this is about all of them`, {
      hint: 'name a project of the token, or ask the operator for a token that is not kept to any',
    })
  }
  // By id from here on: what a name stands for must not change between this check and the work.
  return { ...call, request: { ...(call.request as object), project: ownProject(project, caller, callers) }, caller }
}

/** Projects it may not see and projects that are not there are told in the same words. */
function ownProject(reference: string, caller: Caller, callers: Callers): ProjectId {
  let project: ProjectId | undefined
  try {
    project = callers.projectOf(reference)
  } catch (error) {
    if (!isError(error, 'PROJECT_UNKNOWN') && !isError(error, 'AMBIGUOUS')) throw error
  }
  if (project !== undefined && seesProject(caller, project)) return project
  throw new HoldfastError('NOT_ALLOWED', `${caller.name} may not touch ${reference}`, {
    hint: 'holdfast project list shows the projects of the token',
  })
}
