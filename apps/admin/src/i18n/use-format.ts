import { type ComputedRef, computed } from 'vue'
import { useAppearanceStore } from '#admin/stores/appearance.ts'
import { createFormat, type Format } from './format.ts'

/** The formats of the present language; `format.value.money(…)` in a template changes with the language. */
export function useFormat(timeZone?: () => string | undefined): ComputedRef<Format> {
  const appearance = useAppearanceStore()
  return computed(() => {
    const zone = timeZone?.()
    return createFormat({
      language: appearance.language,
      now: () => new Date(),
      ...(zone !== undefined && { timeZone: zone }),
    })
  })
}
