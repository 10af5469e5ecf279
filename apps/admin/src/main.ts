import './theme/main.css'
import { until } from '@vueuse/core'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { showLanguage } from './i18n/i18n.ts'
import { watchOutdatedPage } from './layout/watch-outdated-page.ts'
import { router } from './router/router.ts'
import { useAppearanceStore } from './stores/appearance.ts'
import { useConnectionStore } from './stores/connection.ts'

const app = createApp(App).use(createPinia())
const appearance = useAppearanceStore()
const connection = useConnectionStore()
watchOutdatedPage(router)
// The way to the first page begins at once: who is here, and the page itself, are asked for while the words are on their way.
app.use(router)
await showLanguage(appearance.language)
// Drawn once, with the page in it; until then index.html shows that it is coming. A failure is told by what `App` holds.
await Promise.race([router.isReady().catch(() => undefined), until(() => connection.isLost).toBe(true)])
// Whoever is here may have another language than the browser.
await showLanguage(appearance.language)
app.mount('#app')
