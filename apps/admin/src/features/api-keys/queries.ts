import { type ApiKey, apiKeysContract } from '@secretary/contracts/api-keys.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const apiKeysApi = panelApi(apiKeysContract)

/** An installation has a handful of keys, a large one some hundred: they are read to the end. */
export function useApiKeys() {
  return useQuery({ queryKey: ['api-keys'], queryFn: readAll })
}

async function readAll(): Promise<ApiKey[]> {
  const keys: ApiKey[] = []
  let cursor: string | undefined
  do {
    const page = await apiKeysApi.listApiKeys({ query: { limit: 200, cursor } })
    keys.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return keys
}

export const refreshApiKeys = () => queryClient.invalidateQueries({ queryKey: ['api-keys'] })
