// Runs before the first paint, so that nobody sees a white flash in the dark. A file of its own because the policy
// forbids inline code. Key and names are those of src/stores/appearance.ts and src/theme/themes.ts.
;(() => {
  const root = document.documentElement
  let saved = {}
  try {
    saved = JSON.parse(localStorage.getItem('secretary.appearance') ?? '{}') ?? {}
  } catch {
    // Storage is closed to us (private window) or holds something foreign: the defaults are fine.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const contrast = matchMedia('(prefers-contrast: more)').matches
  const system = contrast ? 'high-contrast' : dark ? 'dark' : 'light'
  const chosen = typeof saved.theme === 'string' && saved.theme !== 'system' ? saved.theme : system
  root.dataset.theme = chosen
  root.dataset.density = saved.density === 'compact' ? 'compact' : 'comfortable'
  if (saved.language === 'ru' || saved.language === 'en') root.lang = saved.language
  else root.lang = languageOfBrowser()
  // Words and parts of the page are fetched while the code that asks for them is still coming.
  const isLogin = location.pathname === '/panel/login'
  const isBare = isLogin || /^\/panel\/(?:setup|join)$/.test(location.pathname)
  fetchAhead(`words-${root.lang}`)
  if (isLogin) fetchAhead('parts-login')
  if (!isBare) fetchAhead('parts-frame')

  // So is who is here, and whether anybody is yet: src/api/early-answers.ts takes it.
  globalThis.secretaryAnswers = {
    'POST /admin/auth/refresh': askAhead('POST', '/admin/auth/refresh'),
    'GET /admin/setup': askAhead('GET', '/admin/setup'),
  }

  function askAhead(method, path) {
    const answer = fetch(path, { method })
    answer.catch(() => undefined) // Told by whoever takes it.
    return answer
  }

  function fetchAhead(name) {
    const files = document.querySelector(`meta[name=${name}]`)?.content.split(' ') ?? []
    for (const href of files)
      document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }))
  }

  function languageOfBrowser() {
    if (navigator.languages.some((tag) => tag.toLowerCase().startsWith('ru'))) return 'ru'
    return navigator.language.startsWith('en') ? 'en' : 'ru'
  }
})()
