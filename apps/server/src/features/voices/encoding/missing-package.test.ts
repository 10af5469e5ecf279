import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { missingPackage } from './missing-package.ts'

const require = createRequire(import.meta.url)
const failureOf = (load: () => unknown): unknown => {
  try {
    return load()
  } catch (error) {
    return error
  }
}

it.each(['no-such-codec', '@nobody/no-such-codec'])('names %s', (name) => {
  expect(missingPackage(failureOf(() => require(name)))).toBe(name)
  expect(missingPackage(failureOf(() => require(`${name}/part.js`)))).toBe(name)
  // As `import` says it.
  const error = Object.assign(new Error(`Cannot find package '${name}' imported from /x.ts`), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
  expect(missingPackage(error)).toBe(name)
})

it('knows what is another failure', () => {
  expect(missingPackage(new Error("Cannot find package 'x'"))).toBeNull()
  expect(missingPackage('x')).toBeNull()
  expect(missingPackage(undefined)).toBeNull()
})
