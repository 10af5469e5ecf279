import { describe, expect, it } from 'vitest'
import { normalizeQuestion } from '#server/features/faq/matching/normalize-question.ts'
import { templateBlanks } from '#server/features/faq/templates/template-blanks.ts'
import { loadStarterPack, starterPackIds } from './starter-pack.ts'

describe.each(starterPackIds)('starter pack %s', (id) => {
  it.each(['ru', 'en'] as const)('has about twenty questions in %s, none of them twice', async (language) => {
    const { entries } = await loadStarterPack(id)
    const keys = (entries[language] ?? []).map(({ question }) => normalizeQuestion(question))
    expect(keys.length).toBeGreaterThanOrEqual(18)
    expect(keys.length).toBeLessThanOrEqual(24)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each(['ru', 'en'] as const)(
    'names prices only of its own services in %s, and no blank that does not exist',
    async (language) => {
      const { entries, services } = await loadStarterPack(id)
      for (const { answer } of entries[language] ?? []) {
        const blanks = templateBlanks(answer)
        expect(blanks.length).toBe(answer.match(/\{/g)?.length ?? 0)
        for (const { name, argument } of blanks)
          if (name === 'price' || name === 'duration') expect(services[language]).toContain(argument)
      }
    },
  )
})
