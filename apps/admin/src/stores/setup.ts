import { setupContract } from '@secretary/contracts/setup.contract'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { panelApi } from '#admin/api/panel-api.ts'

const setupApi = panelApi({ getSetupState: setupContract.getSetupState })

/** Whether this installation is set up: the guard asks once, the wizard says when it is done. */
export const useSetupStore = defineStore('setup', () => {
  const state = shallowRef({ hasAccount: true, isComplete: true, isDemo: false })
  let loading: Promise<void> | null = null

  /** Asks once. A server out of reach counts as set up: the login page then says that there is no connection. */
  function load(): Promise<void> {
    loading ??= setupApi.getSetupState().then(
      (answer) => {
        state.value = answer
      },
      () => {
        loading = null
      },
    )
    return loading
  }

  /** For the wizard: an account exists now, or the last step is done. */
  function note(changes: Partial<{ hasAccount: boolean; isComplete: boolean }>): void {
    state.value = { ...state.value, ...changes }
  }

  return { state, load, note }
})
