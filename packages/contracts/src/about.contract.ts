import * as z from 'zod'
import { route } from './route.ts'
import { Timestamp } from './scalars.ts'

/** What `doctor` looks at, in its order. */
export const checks = [
  'node',
  'port',
  'disk',
  'permissions',
  'database',
  'repairs',
  'secrets',
  'model',
  'voice',
  'https',
] as const
export const Check = z.enum(checks)
export type Check = z.infer<typeof Check>

/** Everything `doctor` can find, and how bad it is. Words for each stand where people read: at the command line, in the panel. */
export const findingStates = {
  'node-ok': 'ok',
  'node-old': 'problem',
  'port-free': 'ok',
  'port-ours': 'ok',
  'port-taken': 'problem',
  'port-refused': 'problem',
  'disk-ok': 'ok',
  'disk-low': 'problem',
  'permissions-ok': 'ok',
  'permissions-unwritable': 'problem',
  'permissions-key-open': 'problem',
  'database-postgresql': 'ok',
  'database-sqlite': 'ok',
  'database-damaged': 'problem',
  'database-unopened': 'problem',
  'repairs-none': 'ok',
  'repairs-made': 'warning',
  'secrets-ok': 'ok',
  'secrets-locked': 'problem',
  'model-connected': 'ok',
  'model-none': 'warning',
  'voice-ok': 'ok',
  'voice-none': 'warning',
  'https-ok': 'ok',
  'https-unneeded': 'ok',
  'https-missing': 'warning',
} as const
export type FindingCode = keyof typeof findingStates
export const findingCodes = Object.keys(findingStates) as FindingCode[] // The keys of a constant are exactly its type.

export const Finding = z
  .object({
    check: Check,
    code: z.enum(findingCodes),
    state: z.enum(['ok', 'warning', 'problem']),
    /** What the words of the code name, e.g. `version`, `port`, `megabytes`; nothing secret. */
    values: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof Finding>

export const About = z
  .object({
    version: z.string(),
    /** Null where the code is no checkout. */
    commit: z.string().nullable(),
    licence: z.string(),
    licenceText: z.string(),
    noticeText: z.string(),
  })
  .meta({ id: 'About' })
export type About = z.infer<typeof About>

export const Examination = z
  .object({
    examinedAt: Timestamp,
    version: z.string(),
    commit: z.string().nullable(),
    /** Operating system and processor, e.g. `linux x64`. */
    platform: z.string(),
    findings: z.array(Finding),
  })
  .meta({ id: 'Examination' })
export type Examination = z.infer<typeof Examination>

export const aboutContract = {
  getAbout: route({
    method: 'GET',
    path: '/admin/system/about',
    summary: 'Version, commit, licence and notices',
    tags: ['system'],
    access: 'session',
    responses: { 200: About },
  }),
  runDoctor: route({
    method: 'GET',
    path: '/admin/system/doctor',
    summary:
      'Looks at Node, port, disk, permissions, database, repairs after a crash, keys, model, voice and https; an answer serves for 10 s',
    tags: ['system'],
    access: 'settings:manage',
    responses: { 200: Examination },
  }),
}
