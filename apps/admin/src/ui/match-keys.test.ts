import { expect, it } from 'vitest'
import { type KeyPress, matchKeys } from './match-keys.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

it.each<[string, Partial<KeyPress>, boolean]>([
  ['j', { key: 'j', code: 'KeyJ' }, true],
  ['j', { key: 'о', code: 'KeyJ' }, true],
  // Dvorak: the letter counts, not its place.
  ['j', { key: 'j', code: 'KeyC' }, true],
  ['j', { key: 'h', code: 'KeyJ' }, false],
  ['j', { key: 'J', code: 'KeyJ', shiftKey: true }, false],
  ['j', { key: 'j', code: 'KeyJ', ctrlKey: true }, false],
  ['j', { key: 'j', code: 'KeyJ', altKey: true }, false],
  ['mod+k', { key: 'k', code: 'KeyK', ctrlKey: true }, true],
  ['mod+k', { key: 'k', code: 'KeyK', metaKey: true }, true],
  ['mod+k', { key: 'л', code: 'KeyK', ctrlKey: true }, true],
  ['mod+k', { key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true }, false],
  ['mod+k', { key: 'k', code: 'KeyK' }, false],
  ['/', { key: '/', code: 'Slash' }, true],
  ['/', { key: '.', code: 'Slash' }, true],
  ['/', { key: '.', code: 'Period' }, false],
  // German: the sign is on another key, and the place holds another sign.
  ['/', { key: '/', code: 'Digit7', shiftKey: true }, true],
  ['/', { key: '-', code: 'Slash' }, false],
  ['?', { key: '?', code: 'Slash', shiftKey: true }, true],
  ['?', { key: ',', code: 'Slash', shiftKey: true }, true],
  ['?', { key: '?', code: 'Digit7', shiftKey: true }, true],
])('%s by %j: %s', (keys, press, isMeant) => {
  expect(matchKeys(keys, { ...plain, key: '', code: '', ...press })).toBe(isMeant)
})
