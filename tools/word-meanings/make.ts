import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listWords } from './list-words.ts'

/**
 * `node tools/word-meanings/make.ts MODEL [TARGET]`: from the folder of the model to `word-meanings.data.bin`. Python's packages
 * go to a folder that is removed again.
 */
const PACKAGES = ['numpy==2.4.6', 'onnxruntime==1.32.0', 'tokenizers==0.23.3']
const inFaq = '../../apps/server/src/features/faq/matching/word-meanings.data.bin'
const [model, target = fileURLToPath(new URL(inFaq, import.meta.url))] = process.argv.slice(2)
if (model === undefined) {
  console.error('Which folder holds tokenizer.json and model.int8.onnx of multilingual-e5-small?')
  process.exit(2)
}

const scratch = mkdtempSync(join(tmpdir(), 'word-meanings-'))
try {
  const python = join(scratch, 'python', 'bin', 'python')
  const run = (program: string, args: readonly string[]) => execFileSync(program, args, { stdio: 'inherit' })
  run('python3', ['-m', 'venv', join(scratch, 'python')])
  run(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES])
  const words = join(scratch, 'words.json')
  writeFileSync(words, JSON.stringify(listWords(model)))
  run(python, [fileURLToPath(new URL('./make.py', import.meta.url)), model, words, resolve(target)])
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
