import { createInterface } from 'node:readline'
import type { Command } from '#server/cli/command.ts'

export const faqTestCommand: Command = {
  name: 'faq test',
  usage: 'faq test [QUESTION…]   (or one question a line on stdin)',
  summary: 'Which entry would answer each question, as JSON lines',
  async run({ words, container, output }) {
    const { faq, faqIndex } = await container()
    await faqIndex.load({ signal: AbortSignal.timeout(600_000) })
    for await (const question of words.length > 0 ? words : createInterface({ input: process.stdin })) {
      if (question.trim() === '') continue
      const match = faq.test(question, {})
      const candidates = match.candidates.map((candidate) => ({
        entryQuestion: candidate.question,
        score: candidate.score,
      }))
      output.raw(
        `${JSON.stringify({ question, entryQuestion: match.question, score: match.score, kind: match.kind, ms: match.elapsedMs, candidates })}\n`,
      )
    }
    return 0
  },
}
