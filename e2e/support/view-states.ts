const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: code, status, code, requestId: 'r-1' }),
})
const list = { items: [], nextCursor: null, total: 0 }
const addresses =
  /\/admin\/(?:chat\/sessions|faq\/entries|faq\/unanswered|business\/services|llm\/providers|api-keys|leads)(?:\?|$)/

/** What the server answers is changed on its way, so that every view shows what it shows then. */
export const answerStates = {
  empty: { addresses, fulfil: { contentType: 'application/json', body: JSON.stringify(list) } },
  failed: { addresses, fulfil: problem(500, 'internal_error') },
  forbidden: { addresses, fulfil: problem(403, 'forbidden') },
  loading: { addresses, fulfil: null },
} as const

export const stateViews = [
  'chat',
  'faq',
  'api-keys',
  'leads',
  'faq/unanswered',
  'settings?section=services',
  'settings?section=model',
]
