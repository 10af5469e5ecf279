import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideNavigation, type NavigationQuestion, safeReturnPath } from './decide-navigation.ts'

const question = (changes: Partial<NavigationQuestion>): NavigationQuestion => ({
  name: 'faq',
  access: 'faq:view',
  fullPath: '/faq?q=1',
  isLoggedIn: true,
  setup: { hasAccount: true, isComplete: true },
  canSetUp: true,
  ...changes,
})
const fresh = { hasAccount: false, isComplete: false }

describe('decideNavigation', () => {
  it.each<[string, Partial<NavigationQuestion>, unknown]>([
    ['lets a logged-in person through', {}, { go: true }],
    [
      'sends a stranger to the login with the way back',
      { isLoggedIn: false },
      { name: 'login', query: { returnTo: '/faq?q=1' } },
    ],
    ['keeps the address of the login short', { isLoggedIn: false, name: 'home', fullPath: '/' }, { name: 'login' }],
    ['lets strangers see public pages', { isLoggedIn: false, access: 'public', name: 'terms' }, { go: true }],
    ['sends everybody to the set-up of a fresh installation', { isLoggedIn: false, setup: fresh }, { name: 'setup' }],
    ['and keeps him there', { isLoggedIn: false, name: 'setup', access: 'public', setup: fresh }, { go: true }],
    [
      'asks who goes on with the set-up on another device',
      { isLoggedIn: false, name: 'setup', access: 'public', setup: { hasAccount: true, isComplete: false } },
      { name: 'login', query: { returnTo: '/setup' } },
    ],
    ['has no wizard when all is set up', { name: 'setup', access: 'public' }, { name: 'home' }],
    [
      'has no wizard for who may not set up',
      { name: 'setup', access: 'public', canSetUp: false, setup: { hasAccount: true, isComplete: false } },
      { name: 'home' },
    ],
    ['does not ask a person to log in twice', { name: 'login', access: 'public' }, { name: 'home' }],
  ])('%s', (_title, changes, answer) => {
    expect(decideNavigation(question(changes))).toEqual(answer)
  })

  it('goes on with an unfinished set-up from the start page only, and only for who may', () => {
    const unfinished = { setup: { hasAccount: true, isComplete: false } }
    expect(decideNavigation(question({ ...unfinished, name: 'home', access: 'session' }))).toEqual({ name: 'setup' })
    expect(decideNavigation(question({ ...unfinished, name: 'faq' }))).toEqual({ go: true })
    expect(decideNavigation(question({ ...unfinished, name: 'home', access: 'session', canSetUp: false }))).toEqual({
      go: true,
    })
  })
})

describe('safeReturnPath', () => {
  it.each([
    ['/faq?tab=new#top', '/faq?tab=new#top'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/login?returnTo=/login', '/'],
    [['/a', '/b'], '/'],
    [undefined, '/'],
  ])('%j becomes %s', (value, path) => {
    expect(safeReturnPath(value)).toBe(path)
  })

  it('never leaves the panel', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const url = new URL(safeReturnPath(text), 'https://secretary.example')
        expect(url.origin).toBe('https://secretary.example')
      }),
    )
  })
})
