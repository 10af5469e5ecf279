export interface NavigationQuestion {
  readonly name: string
  readonly access: string
  /** Path, query and hash as asked for. */
  readonly fullPath: string
  readonly isLoggedIn: boolean
  readonly setup: { readonly hasAccount: boolean; readonly isComplete: boolean }
  /** May this person run the set-up? */
  readonly canSetUp: boolean
}

export type NavigationAnswer = { readonly go: true } | { readonly name: string; readonly query?: { returnTo: string } }

/**
 * Where somebody who asks for a page ends up. A missing permission is no reason to send him elsewhere: the page itself
 * says that it is closed.
 */
export function decideNavigation(question: NavigationQuestion): NavigationAnswer {
  const { name, access, setup, isLoggedIn } = question
  if (!setup.hasAccount) return name === 'setup' ? { go: true } : { name: 'setup' }
  if (name === 'login') return isLoggedIn ? { name: 'home' } : { go: true }
  // Another device goes on with the set-up by logging in; the link of the first start has done its work.
  if (name === 'setup' && !isLoggedIn) return { name: 'login', query: { returnTo: '/setup' } }
  if (name === 'setup' && (setup.isComplete || !question.canSetUp)) return { name: 'home' }
  if (!isLoggedIn && access !== 'public')
    return question.fullPath === '/' ? { name: 'login' } : { name: 'login', query: { returnTo: question.fullPath } }
  // The wizard can be left: only the start page leads back into it, no page is locked behind it.
  if (name === 'home' && !setup.isComplete && question.canSetUp) return { name: 'setup' }
  return { go: true }
}

/** The page to return to after the login, or the start page: an address of this panel only, never of another site. */
export function safeReturnPath(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, OWN)) return '/'
  const { origin, pathname, search, hash } = new URL(value, OWN)
  const isOwn = origin === OWN && !pathname.startsWith('//') && pathname !== '/login'
  return isOwn ? pathname + search + hash : '/'
}

/** Any origin does: it only tells our own addresses from foreign ones. */
const OWN = 'https://panel.invalid'
