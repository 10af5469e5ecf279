import { CancelledError, notifyManager, type QueryKey } from '@tanstack/vue-query'
import { queryClient } from './query-client.ts'

/**
 * Asks again for everything under the key that is on screen. Resolves when it is shown as it was after the call, to false when
 * something could not be read.
 */
export async function refreshQueries(queryKey: QueryKey): Promise<boolean> {
  // A first answer that is still on its way may be older than the reason to ask again, and is not replaced but waited for.
  const loading = queryClient
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: 'fetching', predicate: ({ state }) => state.data === undefined })
  await Promise.allSettled(loading.map(({ promise }) => promise))
  if (!(await readAgain(queryKey))) return false
  // The components are told a moment later.
  await new Promise<void>((resolve) => notifyManager.schedule(resolve))
  return true
}

/** A newer refresh takes the place of this one, and a still newer one of that: what it reads then is newer than the call too, and waited for. */
async function readAgain(queryKey: QueryKey, cancelRefetch = true): Promise<boolean> {
  try {
    await queryClient.invalidateQueries({ queryKey }, { throwOnError: true, cancelRefetch })
    return true
  } catch (error) {
    return error instanceof CancelledError ? readAgain(queryKey, false) : false
  }
}
