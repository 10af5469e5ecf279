import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { expandDictionary } from './expand-dictionary.ts'

const folder = mkdtempSync(join(tmpdir(), 'dictionary-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes every form that the rules of a word allow', () => {
  const affixes = [
    'SET UTF-8',
    'SFX A Y 2',
    'SFX A ка ки [^г]ка',
    'SFX A 0 ми ка',
    'SFX B N 1',
    'SFX B 0 s .',
    'PFX C Y 1',
    'PFX C 0 re .',
  ]
  writeFileSync(join(folder, 'index.aff'), affixes.join('\n'))
  writeFileSync(join(folder, 'index.dic'), ['4', 'скидка/A', 'книгка/A', 'book/BC', 'да', ''].join('\n'))
  const forms = ['скидка', 'скидки', 'скидками', 'книгка', 'книгками', 'book', 'books', 'rebook', 'да']
  expect([...expandDictionary(folder)].sort()).toEqual(forms.sort())
})
