import { describe, expect, it } from 'vitest'
import { isReachAllowed } from './guarded-target.ts'

describe('an address that is about to be saved', () => {
  it.each(['http://127.0.0.1:11434/v1', 'http://192.168.1.5/v1', 'http://[::1]/v1', 'https://1.1.1.1/v1'])(
    '%s may be named',
    async (url) => {
      expect(await isReachAllowed(url, 'anywhere')).toBe(true)
    },
  )

  it.each([
    'http://169.254.169.254/v1',
    'http://0xA9FEA9FE/v1',
    'http://2852039166/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'http://[fe80::1]/v1',
  ])('%s may not', async (url) => {
    expect(await isReachAllowed(url, 'anywhere')).toBe(false)
  })

  it('lies inside the network where nothing else is allowed', async () => {
    expect(await isReachAllowed('http://10.0.0.7/v1', 'local-only')).toBe(true)
    expect(await isReachAllowed('https://1.1.1.1/v1', 'local-only')).toBe(false)
  })

  it('is judged when it is called, where its name has no address yet', async () => {
    expect(await isReachAllowed('http://nowhere.invalid/v1', 'anywhere')).toBe(true)
  })
})
