import { describe, expect, it } from 'vitest'
import { createFaqMatcher } from '#server/features/faq/matching/faq-matcher.ts'
import offTopic from './off-topic.data.json' with { type: 'json' }
import { loadStarterPack, starterPackIds } from './starter-pack.ts'

/** World knowledge, small talk and trades that no pack is for: a wrong answer given at once is worse than none. */
describe.each(starterPackIds)('starter pack %s', (id) => {
  it.each(['ru', 'en'] as const)('answers nothing at once that it has no answer to, in %s', async (language) => {
    const { entries } = await loadStarterPack(id)
    const matcher = createFaqMatcher()
    for (const [number, entry] of (entries[language] ?? []).entries())
      matcher.upsert({ ...entry, id: String(number), patterns: [], priority: 0, scopeId: null, language })
    const answered = offTopic[language].flatMap((question) => {
      const { outcome, entryId, kind } = matcher.match(question, { language })
      return outcome === 'hit' ? [`${question} → ${matcher.get(entryId ?? '')?.question} (${kind})`] : []
    })
    expect(answered).toEqual([])
  })
})
