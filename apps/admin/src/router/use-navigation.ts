import { type ComputedRef, computed } from 'vue'
import { useRouter } from 'vue-router'
import { useAuthStore } from '#admin/stores/auth.ts'
import { type NavigationSection, navigationFor } from './navigation.ts'

/** The menu of whoever is logged in. Read from the router, so that a page may use it without knowing the table it stands in. */
export function useNavigation(): ComputedRef<NavigationSection[]> {
  const router = useRouter()
  const auth = useAuthStore()
  return computed(() => {
    const pages = router.options.routes.flatMap((route) => route.meta?.page ?? [])
    return navigationFor(pages, auth.can)
  })
}
