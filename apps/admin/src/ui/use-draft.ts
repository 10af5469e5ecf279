import { computed, type Ref, type ShallowRef, shallowRef, watch } from 'vue'

export interface Draft<T> {
  /** What is being edited; undefined until something was loaded. */
  readonly draft: ShallowRef<T | undefined>
  /** What it was made from: the state of the server that the person saw when he began. */
  readonly base: Readonly<ShallowRef<T | undefined>>
  readonly isDirty: Readonly<Ref<boolean>>
  /** Takes what the server has now for what was edited, e.g. after saving or to discard. */
  adopt(value: T | undefined): void
  /** After `sent` was saved as `value`: what was changed meanwhile stays, and is not saved yet. */
  settle(value: T, sent: T): void
}

/** An editable copy of what the server has. Changes made elsewhere come through until the person begins to edit. */
export function useDraft<T>(loaded: () => T | undefined): Draft<T> {
  const base = shallowRef<T>()
  const draft = shallowRef<T>()
  const isDirty = computed(() => draft.value !== undefined && !isSame(draft.value, base.value))

  function adopt(value: T | undefined): void {
    base.value = value
    draft.value = value
  }

  function settle(value: T, sent: T): void {
    base.value = value
    if (isSame(draft.value, sent)) draft.value = value
  }

  watch(
    loaded,
    (value) => {
      if (!isDirty.value || isSame(value, draft.value)) adopt(value)
    },
    { immediate: true },
  )
  return { draft, base, isDirty, adopt, settle }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
