import { useRouter } from 'vue-router'
import { useAuthStore } from '#admin/stores/auth.ts'
import { mayLeavePage } from '#admin/ui/use-unsaved-guard.ts'

/** Ends the session, unless unsaved work is to be kept. */
export function useLogOut(): () => Promise<void> {
  const auth = useAuthStore()
  const router = useRouter()

  return async () => {
    if (!(await mayLeavePage())) return
    await auth.logOut()
    // Whoever logs in next begins at the start, not at the page that was left.
    await router.replace({ name: 'login' })
  }
}
