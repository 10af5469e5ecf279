import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useDraft } from './use-draft.ts'

function start(first?: { name: string }) {
  const loaded = shallowRef(first)
  const draft = effectScope().run(() => useDraft(() => loaded.value))
  if (!draft) throw new Error('The scope ran nothing')
  return { loaded, ...draft }
}

describe('useDraft', () => {
  it('follows what changes elsewhere while nobody edits', async () => {
    const { loaded, draft, isDirty } = start({ name: 'a' })
    loaded.value = { name: 'b' }
    await nextTick()
    expect(draft.value).toEqual({ name: 'b' })
    expect(isDirty.value).toBe(false)
  })

  it('keeps what is being edited, and what it was made from', async () => {
    const { loaded, draft, base, isDirty } = start({ name: 'a' })
    draft.value = { name: 'mine' }
    loaded.value = { name: 'theirs' }
    await nextTick()
    expect(draft.value).toEqual({ name: 'mine' })
    expect(base.value).toEqual({ name: 'a' })
    expect(isDirty.value).toBe(true)
  })

  it('is clean again when the server has what was edited', async () => {
    const { loaded, draft, isDirty } = start({ name: 'a' })
    draft.value = { name: 'mine' }
    loaded.value = { name: 'mine' }
    await nextTick()
    expect(isDirty.value).toBe(false)
  })
})
