import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import type { Language } from '../../packages/contracts/src/scalars.ts'

export interface AskedQuestion {
  readonly text: string
  /** Null: no entry answers it. */
  readonly entryId: string | null
  readonly half: Half
  /** Nothing that any business answers. */
  readonly isOffTopic?: boolean
}

export type Half = 'development' | 'kept-aside'

export interface QuestionSet {
  readonly name: string
  readonly entries: readonly FaqIndexEntry[]
  readonly asked: readonly AskedQuestion[]
  /** What is asked is a phrasing of its entry, and is taken out while it is asked. */
  readonly leavesOut?: boolean
}

interface DataFile {
  readonly language: Language
  readonly entries: readonly { readonly question: string; readonly asked: readonly string[] }[]
  readonly unanswerable: readonly string[]
}

/** One set per trade in `data/`: its questions, what people ask in other words, and what it has no answer to. */
export async function loadWrittenSets(folderName: 'data' | 'fresh-data' = 'data'): Promise<QuestionSet[]> {
  const folder = new URL(`./${folderName}/`, import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.data.json')).sort()
  return Promise.all(
    names.map(async (name) => {
      // The files lie beside this one and are ours.
      const file = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as DataFile
      return toSet(name.replace('.data.json', ''), file)
    }),
  )
}

function toSet(name: string, file: DataFile): QuestionSet {
  const entries = file.entries.map(({ question }, index) => questionEntry(String(index), question, file.language))
  const answerable = file.entries.flatMap(({ asked }, index) =>
    asked.map((text) => ({ text, entryId: String(index), half: halfOf(text) })),
  )
  const unanswerable = file.unanswerable.map((text) => ({ text, entryId: null, half: halfOf(text) }))
  return { name, entries, asked: [...answerable, ...unanswerable] }
}

/** An entry that is nothing but its question. */
export function questionEntry(id: string, question: string, language: Language): FaqIndexEntry {
  const lists = { phrasings: [], keywords: [], patterns: [], exclusions: [] }
  return { id, question, ...lists, priority: 0, scopeId: null, language }
}

/** By its own hash, so that a new question never moves an old one to the other half. */
export function halfOf(text: string): Half {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 0 ? 'development' : 'kept-aside'
}
