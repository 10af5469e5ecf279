import { type Component, shallowRef } from 'vue'

/** Side bar, header and what belongs to them; null until the first page that needs it. The login does without. */
export const appFrame = shallowRef<Component | null>(null)

export async function loadAppFrame(): Promise<void> {
  appFrame.value ??= (await import('./AppFrame.vue')).default
}
