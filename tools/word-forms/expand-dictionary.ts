import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Rule {
  readonly strip: string
  readonly add: string
  readonly condition: RegExp | null
}

interface RuleSet {
  readonly kind: 'SFX' | 'PFX'
  /** May stand beside an affix of the other kind. */
  readonly combines: boolean
  readonly rules: Rule[]
}

/** Every form of every word of a Hunspell dictionary, as it is written there. Rules of a single letter, as both dictionaries have them. */
export function expandDictionary(folder: string): Set<string> {
  const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split(/\r?\n/)
  const sets = readRules(lines('index.aff'))
  const forms = new Set<string>()
  for (const line of lines('index.dic').slice(1)) {
    const [word = '', letters = ''] = line.split('/')
    if (word === '') continue
    const own = [...letters].flatMap((letter) => sets.get(letter) ?? [])
    const combining = [word]
    forms.add(word)
    for (const { kind, combines, rules } of own)
      for (const form of kind === 'SFX' ? rules.flatMap((rule) => withSuffix(word, rule)) : []) {
        forms.add(form)
        if (combines) combining.push(form)
      }
    for (const { kind, rules } of own)
      for (const rule of kind === 'PFX' ? rules : [])
        for (const stem of combining) for (const form of withPrefix(stem, rule)) forms.add(form)
  }
  return forms
}

function readRules(lines: readonly string[]): Map<string, RuleSet> {
  const sets = new Map<string, RuleSet>()
  for (const line of lines) {
    const [kind, letter = '', first = '', second = '', third = '.'] = line.trim().split(/\s+/)
    if (kind !== 'SFX' && kind !== 'PFX') continue
    const set = sets.get(letter)
    if (!set) {
      sets.set(letter, { kind, combines: first === 'Y', rules: [] })
      continue
    }
    const add = second.split('/')[0] ?? ''
    const condition = third === '.' ? null : new RegExp(kind === 'SFX' ? `${third}$` : `^${third}`, 'u')
    set.rules.push({ strip: first === '0' ? '' : first, add: add === '0' ? '' : add, condition })
  }
  return sets
}

function withSuffix(word: string, { strip, add, condition }: Rule): string[] {
  if (!word.endsWith(strip) || (condition && !condition.test(word))) return []
  return [word.slice(0, word.length - strip.length) + add]
}

function withPrefix(word: string, { strip, add, condition }: Rule): string[] {
  if (!word.startsWith(strip) || (condition && !condition.test(word))) return []
  return [add + word.slice(strip.length)]
}
