import { expect, it } from 'vitest'
import { isGreeting } from './is-greeting.ts'

it.each(['Привет', 'ПРИВЕТ!!!', 'Добрый  день…', ' здравствуйте ', 'Hello!', 'hi 🙂', 'Good morning.'])(
  '%s is one',
  (text) => {
    expect(isGreeting(text)).toBe(true)
  },
)

it.each(['', '🙂', 'Привет, сколько стоит стрижка?', 'приветик дня', 'Hello, are you open?', 'x'.repeat(1_000_000)])(
  '%.30s is none',
  (text) => {
    expect(isGreeting(text)).toBe(false)
  },
)
