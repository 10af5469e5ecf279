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
// The way to the first page begins at once: who is here, and the page itself, are asked for while the words are on their way.
app.use(router)
await showLanguage(useAppearanceStore().language)
app.mount('#app')
