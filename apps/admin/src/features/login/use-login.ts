import { ApiProblem } from '@secretary/api-client/create-client'
import { onScopeDispose, shallowRef } from 'vue'
import { useAuthStore } from '#admin/stores/auth.ts'
import { describeError, type ErrorDescription } from '#admin/ui/describe-error.ts'

/** The login form: what was typed, what is missing, what the server said and how long it wants us to wait. */
export function useLogin() {
  const auth = useAuthStore()
  const name = shallowRef('')
  const password = shallowRef('')
  const issues = shallowRef({ name: false, password: false })
  const failure = shallowRef<ErrorDescription['code'] | null>(null)
  const isBusy = shallowRef(false)
  /** What is left of the delay, and how long it was at first. */
  const waitSeconds = shallowRef(0)
  const delaySeconds = shallowRef(0)
  let countdown: ReturnType<typeof setInterval> | undefined

  async function submit(): Promise<void> {
    if (isBusy.value || waitSeconds.value > 0) return
    issues.value = { name: name.value.trim() === '', password: password.value === '' }
    failure.value = null
    if (issues.value.name || issues.value.password) return
    isBusy.value = true
    try {
      await auth.logIn(name.value.trim(), password.value)
    } catch (error) {
      failure.value = describeError(error).code
      if (error instanceof ApiProblem) startCountdown(error.problem.retryAfterSeconds ?? 0)
    } finally {
      isBusy.value = false
    }
  }

  function startCountdown(seconds: number): void {
    clearInterval(countdown)
    const endsAtMs = Date.now() + seconds * 1000
    delaySeconds.value = seconds
    waitSeconds.value = seconds
    // Counted from the clock: a hidden tab ticks more rarely.
    countdown = setInterval(() => {
      waitSeconds.value = Math.max(0, Math.ceil((endsAtMs - Date.now()) / 1000))
      if (waitSeconds.value === 0) clearInterval(countdown)
    }, 250)
  }

  onScopeDispose(() => clearInterval(countdown))
  return { name, password, issues, failure, isBusy, waitSeconds, delaySeconds, submit }
}
