import { expect, it } from 'vitest'
import { mayRegister } from './may-register.ts'

it.each([
  ['https://secretary.example/panel/', true],
  ['http://localhost:8002/panel/', true],
  ['http://127.0.0.1:8002/panel/', true],
  ['http://[::1]:8002/panel/', true],
  ['http://192.168.1.7:8002/panel/', false],
  ['http://secretary.example/panel/', false],
  ['http://127.0.0.1.evil.example/panel/', false],
  ['http://localhost.evil.example/panel/', false],
  ['file:///panel/', false],
])('%s: %s', (address, isAllowed) => {
  expect(mayRegister(new URL(address))).toBe(isAllowed)
})
