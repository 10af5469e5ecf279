import { nextTick, useTemplateRef, watch } from 'vue'
import type { Chat } from './create-chat.ts'

/** As far as a person scrolls by accident; further up he reads, and is left alone. */
const NEAR_END_PX = 120

/**
 * Keeps the end of a growing conversation in view, unless the reader has scrolled up. For the component whose template names
 * the scrolling element `box` and what stands at its end `end`.
 */
export function useStickToEnd({ items, outgoing }: Pick<Chat, 'items' | 'outgoing'>): void {
  const box = useTemplateRef<HTMLElement>('box')
  const end = useTemplateRef<HTMLElement>('end')
  let isFirst = true

  function isAtEnd(): boolean {
    const element = box.value
    return !element || element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX
  }

  watch([items, outgoing], async ([, now], [, before]) => {
    const isOwnMessage = now.at(-1) !== undefined && now.at(-1)?.clientMessageId !== before.at(-1)?.clientMessageId
    const isFollowing = isFirst || isOwnMessage || isAtEnd()
    await nextTick()
    if (isFollowing) end.value?.scrollIntoView({ block: 'end' })
    if (box.value && box.value.scrollHeight > box.value.clientHeight) isFirst = false
  })
}
