import { invitesContract } from '@secretary/contracts/users.contract'
import { computed, shallowRef } from 'vue'
import { panelApi, session } from '#admin/api/panel-api.ts'
import { useAppearanceStore } from '#admin/stores/appearance.ts'
import { describeError, type ErrorDescription } from '#admin/ui/describe-error.ts'

const joinApi = panelApi(invitesContract)
export const MIN_PASSWORD_LENGTH = 8

/** The invitation behind a link, and the account that is made with it. */
export function useJoin(token: string) {
  const appearance = useAppearanceStore()
  const invite = shallowRef<Awaited<ReturnType<typeof joinApi.checkInvite>> | null>(null)
  const name = shallowRef('')
  const password = shallowRef('')
  const issues = shallowRef({ name: false, password: false })
  const failure = shallowRef<ErrorDescription['code'] | null>(null)
  const isBusy = shallowRef(false)
  const isMissing = computed(() => invite.value === null && failure.value !== null)

  async function look(): Promise<void> {
    failure.value = null
    try {
      invite.value = await joinApi.checkInvite({ body: { token } })
    } catch (error) {
      const { code } = describeError(error)
      // Half a link is as good as one that has expired.
      failure.value = code === 'validation_failed' ? 'invite_invalid' : code
    }
  }

  async function submit(): Promise<void> {
    issues.value = { name: name.value.trim() === '', password: password.value.length < MIN_PASSWORD_LENGTH }
    if (issues.value.name || issues.value.password || isBusy.value) return
    isBusy.value = true
    failure.value = null
    try {
      const body = { token, name: name.value.trim(), password: password.value, language: appearance.language }
      session.begin(await joinApi.acceptInvite({ body }))
    } catch (error) {
      failure.value = describeError(error).code
      if (failure.value === 'invite_invalid') invite.value = null
    } finally {
      isBusy.value = false
    }
  }

  return { invite, name, password, issues, failure, isBusy, isMissing, look, submit }
}
