import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { loadStarterPack, starterPackIds } from '../../apps/server/src/features/faq/starter-packs/starter-pack.ts'

export interface AskedQuestion {
  readonly text: string
  /** Null: no entry answers it. */
  readonly entryId: string | null
  readonly half: 'development' | 'kept-aside'
}

export interface QuestionSet {
  readonly name: string
  readonly entries: readonly FaqIndexEntry[]
  readonly asked: readonly AskedQuestion[]
}

interface DataFile {
  readonly language: 'ru' | 'en'
  readonly entries: readonly { readonly question: string; readonly asked: readonly string[] }[]
  readonly unanswerable: readonly string[]
}

/** The sets written for this bench, then those of the starter packs. */
export async function loadQuestionSets(): Promise<QuestionSet[]> {
  return [...(await loadWrittenSets()), ...(await loadStarterPackSets())]
}

/** The trades of the starter packs: their other wordings are asked. Trades share too much for one to be what another can't answer. */
async function loadStarterPackSets(): Promise<QuestionSet[]> {
  const packs = await Promise.all(starterPackIds.map(loadStarterPack))
  const seen = new Set<string>()
  /** What every trade is asked counts once. */
  const isNew = (text: string) => !seen.has(text) && Boolean(seen.add(text))
  return packs.flatMap((pack) =>
    (['ru', 'en'] as const).map((language) => {
      const own = pack.entries[language] ?? []
      return toSet(`starter-${pack.id}-${language}`, {
        language,
        entries: own.map(({ question, phrasings }) => ({ question, asked: phrasings.filter(isNew) })),
        unanswerable: [],
      })
    }),
  )
}

/** One set per trade in `data/`: its questions, what people ask in other words, and what it has no answer to. */
async function loadWrittenSets(): Promise<QuestionSet[]> {
  const folder = new URL('./data/', import.meta.url)
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
  const entries = file.entries.map(({ question }, index) => ({
    id: String(index),
    question,
    phrasings: [],
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    scopeId: null,
    language: file.language,
  }))
  const answerable = file.entries.flatMap(({ asked }, index) =>
    asked.map((text) => ({ text, entryId: String(index), half: halfOf(text) })),
  )
  const unanswerable = file.unanswerable.map((text) => ({ text, entryId: null, half: halfOf(text) }))
  return { name, entries, asked: [...answerable, ...unanswerable] }
}

/** By its own hash, so that a new question never moves an old one to the other half. */
function halfOf(text: string): AskedQuestion['half'] {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 0 ? 'development' : 'kept-aside'
}
