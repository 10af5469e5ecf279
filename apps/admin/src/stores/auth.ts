import { authContract, type SessionGrant } from '@secretary/contracts/auth.contract'
import { demoContract } from '@secretary/contracts/demo.contract'
import { type Level, levels, type Module, type Permission } from '@secretary/contracts/permissions'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { panelApi, session } from '#admin/api/panel-api.ts'
import { serverState } from '#admin/api/server-state.ts'
import { useAppearanceStore } from './appearance.ts'

const authApi = panelApi(authContract)
const demoApi = panelApi(demoContract)

/** Who uses this page and what he may do. The access token itself stays in `api/session.ts`. */
export const useAuthStore = defineStore('auth', () => {
  const appearance = useAppearanceStore()
  const user = shallowRef<SessionGrant['user'] | null>(null)
  const permissions = shallowRef<Partial<Record<Module, Level>>>({})
  const isLoggedIn = computed(() => user.value !== null)
  let start: Promise<void> | null = null
  /** Other tabs of this browser share the cookie, so they share its end and its beginning. */
  const otherTabs = new BroadcastChannel('secretary.session')
  otherTabs.onmessage = ({ data }) => {
    if (data === 'ended') session.end()
    else if (!isLoggedIn.value) void session.renew().catch(() => undefined) // Out of reach: he can still log in here.
  }

  session.onChange((grant) => {
    const isSomebodyElse = grant?.user.id !== user.value?.id
    user.value = grant?.user ?? null
    permissions.value = grant?.permissions ?? {}
    if (grant) appearance.suggestLanguage(grant.user.language)
    // What one person may see must not greet the next one.
    if (isSomebodyElse) serverState.forget()
  })

  /** Picks up the session of an earlier visit, once. A server out of reach leaves the visitor logged out for now. */
  function resume(): Promise<void> {
    start ??= session.renew().then(
      () => undefined,
      () => {
        start = null
      },
    )
    return start
  }

  /** @throws ApiProblem `login_failed`, or `login_delayed` with `retryAfterSeconds`. */
  async function logIn(name: string, password: string): Promise<void> {
    session.begin(await authApi.login({ body: { name, password } }))
    otherTabs.postMessage('begun')
  }

  /** In a demonstration nobody knows a password. */
  async function logInToDemo(as: 'owner' | 'guest'): Promise<void> {
    session.begin(await demoApi.logInToDemo({ body: { as } }))
    otherTabs.postMessage('begun')
  }

  /** Ends the session here even when the server doesn't hear of it. */
  async function logOut(): Promise<void> {
    await authApi.logout().catch(() => undefined)
    session.end()
    otherTabs.postMessage('ended')
  }

  function can(permission: Permission): boolean {
    const [module, level] = permission.split(':') as [Module, Level] // The template type has exactly these two halves.
    const held = permissions.value[module]
    return held !== undefined && levels.indexOf(held) >= levels.indexOf(level)
  }

  function takeProfile(profile: SessionGrant['user']): void {
    user.value = profile
  }

  return { user, permissions, isLoggedIn, resume, logIn, logInToDemo, logOut, can, takeProfile }
})
