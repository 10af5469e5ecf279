import { type Client, createClient } from '@secretary/api-client/create-client'
import { authContract } from '@secretary/contracts/auth.contract'
import type { Contract } from '@secretary/contracts/route'
import { fetchOrTakeEarly } from './early-answers.ts'
import { createReach } from './reach.ts'
import { createSession } from './session.ts'

/** Whether the server answers, as seen by every request of this page. */
export const reach = createReach(fetchOrTakeEarly)

/** Works by cookie, so it goes past the session. */
const cookieApi = createClient({ refresh: authContract.refresh }, { fetch: reach.fetch })

/** The one session of this page. */
export const session = createSession({ fetch: reach.fetch, refresh: () => cookieApi.refresh(), now: Date.now })

/** Typed calls of one contract, logged in: `const faqApi = panelApi(faqContract)`. */
export function panelApi<const C extends Contract>(contract: C): Client<C> {
  return createClient(contract, { fetch: session.fetch })
}
