import { expect, it } from 'vitest'
import { isStorageFull } from './storage-full.ts'

it.each(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE'])(
  '%s is a full disk',
  (code) => {
    expect(isStorageFull(Object.assign(new Error('no'), { code }))).toBe(true)
  },
)

it.each([undefined, null, 'ENOSPC', new Error('ENOSPC'), { code: 'SQLITE_BUSY' }])('%s is none', (error) => {
  expect(isStorageFull(error)).toBe(false)
})
