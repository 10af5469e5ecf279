import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lexiconForms } from '../../apps/server/src/features/faq/matching/question-lexicon.ts'
import { slotsOf } from '../../apps/server/src/features/faq/matching/word-forms.ts'
import { expandDictionary } from './expand-dictionary.ts'

/** `node tools/word-forms/make.ts`: fetches the dictionaries and writes `word-forms.data.bin`, the same bytes every time. */
const PACKAGES = ['dictionary-ru@3.0.0', 'dictionary-en@4.0.0']
const SIZE_BYTES = 2 ** 21
const target = new URL('../../apps/server/src/features/faq/matching/word-forms.data.bin', import.meta.url)
/** Words that shops and their visitors use and dictionaries lack. */
const ownWords = new URL('../word-meanings/business-words.txt', import.meta.url)

const scratch = mkdtempSync(join(tmpdir(), 'word-forms-'))
try {
  const forms = new Set([...lexiconForms, ...readFileSync(ownWords, 'utf8').split(/\s+/)].flatMap(plain))
  for (const name of PACKAGES) {
    const archive = execFileSync('npm', ['pack', '--silent', name], { cwd: scratch, encoding: 'utf8' }).trim()
    execFileSync('tar', ['xzf', archive], { cwd: scratch })
    for (const form of [...expandDictionary(join(scratch, 'package'))].flatMap(plain)) forms.add(form)
    rmSync(join(scratch, 'package'), { recursive: true })
  }
  const bits = new Uint8Array(SIZE_BYTES)
  for (const form of forms)
    for (const slot of slotsOf(form, SIZE_BYTES)) bits[slot >> 3] = (bits[slot >> 3] ?? 0) | (1 << (slot & 7))
  writeFileSync(target, bits)
  console.log(`${forms.size} forms`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** As the matcher reads words; what it never reads as one word is left out. */
function plain(form: string): string[] {
  const word = form.toLowerCase().replaceAll('ё', 'е')
  return /^(?:[а-я]{2,}|[a-z]{2,})$/.test(word) ? [word] : []
}
