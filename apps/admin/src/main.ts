import './api/zod-without-eval.ts'
import './theme/main.css'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { queryClient } from './api/query-client.ts'
import { i18n, showLanguage } from './i18n/i18n.ts'
import { router } from './router/router.ts'
import { useAppearanceStore } from './stores/appearance.ts'

const app = createApp(App).use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient })
await showLanguage(useAppearanceStore().language)
app.use(router)
app.mount('#app')
