import { type ShallowRef, shallowReadonly, shallowRef } from 'vue'

export interface Reach {
  /** False from the first request that found no server until one finds it again. */
  readonly isReachable: Readonly<ShallowRef<boolean>>
  readonly fetch: typeof fetch
}

/** Watches plain `fetch` for a server that is gone. A refusal is an answer too; an abort says nothing. */
export function createReach(request: typeof fetch): Reach {
  const isReachable = shallowRef(true)
  return {
    isReachable: shallowReadonly(isReachable),
    async fetch(input, init) {
      try {
        const response = await request(input, init)
        isReachable.value = true
        return response
      } catch (error) {
        if (error instanceof TypeError) isReachable.value = false
        throw error
      }
    },
  }
}
