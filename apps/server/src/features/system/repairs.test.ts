import { expect, it } from 'vitest'
import { createRepairRecord, describeRepairs } from './repairs.ts'

it('is told in words, of what there was alone', () => {
  const record = createRepairRecord()
  expect(describeRepairs(record.made())).toBeNull()
  record.note({ imports: 1 })
  expect(describeRepairs(record.made())).toBe('imports that were taken back: 1')
  record.note({ interrupted: 2, resumed: 1 })
  record.note({ resumed: 3 })
  expect(describeRepairs(record.made())).toBe(
    'answers that broke off and are marked so: 2, questions that are answered now: 4, imports that were taken back: 1',
  )
})
