import { ApiProblem } from '@secretary/api-client/create-client'
import type { SessionGrant } from '@secretary/contracts/auth.contract'

export interface Session {
  /** `fetch` with the access token. A 401 renews the token once and asks again. */
  readonly fetch: typeof fetch
  /** Takes the grant of a login or of the set-up. */
  begin(grant: SessionGrant): void
  /** Forgets the token, e.g. after a logout. */
  end(): void
  /**
   * Exchanges the refresh cookie for a new token; callers at the same time share one exchange.
   * Resolves to false when there is no session any more.
   * @throws TypeError when the server can't be reached: that ends nothing.
   */
  renew(): Promise<boolean>
  /** Called with each new grant, and with null when the session ends. Returns how to stop listening. */
  onChange(listener: (grant: SessionGrant | null) => void): () => void
}

export interface SessionDeps {
  readonly fetch: typeof fetch
  readonly refresh: () => Promise<SessionGrant>
  readonly now: () => number
}

/** A token this close to its end is renewed before it is used. */
const RENEW_BEFORE_MS = 15_000

/** Keeps the access token in memory only: nothing a script could find in storage outlives the page. */
export function createSession(deps: SessionDeps): Session {
  let token: string | null = null
  let endsAtMs = 0
  let renewal: Promise<boolean> | null = null
  /** Counts beginnings and ends, so that an answer to an older exchange changes nothing. */
  let generation = 0
  const listeners = new Set<(grant: SessionGrant | null) => void>()

  function change(grant: SessionGrant | null): void {
    generation++
    token = grant?.accessToken ?? null
    endsAtMs = grant ? deps.now() + grant.expiresInSeconds * 1000 : 0
    for (const listener of listeners) listener(grant)
  }

  async function exchange(): Promise<boolean> {
    const started = generation
    try {
      const grant = await deps.refresh()
      if (generation === started) change(grant)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      if (generation === started) change(null)
    }
    return token !== null
  }

  function renew(): Promise<boolean> {
    renewal ??= exchange().finally(() => {
      renewal = null
    })
    return renewal
  }

  async function fetchWithToken(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
    if (token !== null && endsAtMs - deps.now() < RENEW_BEFORE_MS) await renew()
    const used = token
    const response = await deps.fetch(input, withToken(init, used))
    if (response.status !== 401 || used === null) return response
    const hasNewToken = token !== used ? token !== null : await renew()
    return hasNewToken ? deps.fetch(input, withToken(init, token)) : response
  }

  return {
    fetch: fetchWithToken,
    begin: (grant) => change(grant),
    end: () => change(null),
    renew,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function withToken(init: RequestInit, token: string | null): RequestInit {
  const headers = new Headers(init.headers)
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  return { ...init, headers }
}
