import { expect, it } from 'vitest'
import { suggestNextSteps } from './next-steps.ts'

const done = {
  hasHours: true,
  hasServices: true,
  hasQuestions: true,
  hasUnanswered: false,
  hasModel: true,
  hasVoice: true,
  hasTalked: true,
  isAlone: false,
}

it('suggests nothing when nothing is left', () => {
  expect(suggestNextSteps(done)).toEqual([])
})

it('begins with what the secretary can not answer without', () => {
  const nothing = {
    ...done,
    hasHours: false,
    hasServices: false,
    hasQuestions: false,
    hasModel: false,
    hasTalked: false,
  }
  expect(suggestNextSteps(nothing)).toEqual(['questions', 'hours', 'services', 'model'])
  expect(suggestNextSteps({ ...nothing, hasQuestions: true })[0]).toBe('try')
  expect(suggestNextSteps({ ...done, hasUnanswered: true, isAlone: true })).toEqual(['unanswered', 'invite'])
})
