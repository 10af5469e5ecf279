import { readFile } from 'node:fs/promises'
import { Language } from '@secretary/contracts/scalars'
import * as z from 'zod'

const Localized = z.object({ ru: z.string(), en: z.string() })

const PackEntry = z.strictObject({
  question: z.string(),
  answer: z.string(),
  phrasings: z.array(z.string()).default([]),
  keywords: z.array(z.string()).default([]),
  exclusions: z.array(z.string()).default([]),
})

export const StarterPack = z.strictObject({
  id: z.string(),
  title: Localized,
  description: Localized,
  services: z.record(Language, z.array(z.string())),
  entries: z.record(Language, z.array(PackEntry)),
})
export type StarterPack = z.infer<typeof StarterPack>

export const starterPackIds = [
  'dental',
  'beauty',
  'car-service',
  'fitness',
  'language-school',
  'cafe',
  'hotel',
  'repair',
  'legal',
  'online-shop',
] as const
export type StarterPackId = (typeof starterPackIds)[number]

/** Read when they are looked at, not when the server starts. */
export async function loadStarterPack(id: StarterPackId): Promise<StarterPack> {
  const file = new URL(`./data/${id}.data.json`, import.meta.url)
  return StarterPack.parse(JSON.parse(await readFile(file, 'utf8')))
}
