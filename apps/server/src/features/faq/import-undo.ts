import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { untilTheEnd } from '#server/platform/until-the-end.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqChange } from './faq-bulk.ts'
import type { FaqImportsRepository } from './faq-imports.repository.ts'
import type { ImportUndo } from './import-undo-text.ts'
import { walkInSlices } from './matching/walk-in-slices.ts'

/** A process that does not renew for this long has lost its import. */
const LEASE_MS = 20_000

export interface UndoneCounts {
  readonly restored: number
  readonly removed: number
  readonly kept: number
}

/**
 * Holds imports that run and takes them back: on request, and what a crash left half done, also half taken back. Writing is
 * many small commits, so a lease says whose an import is, and taking back may be begun any number of times.
 */
export function createImportUndo(deps: {
  repository: Pick<FaqRepository, 'find'>
  imports: FaqImportsRepository
  write(changed: readonly FaqChange[]): Promise<void>
  clock: Clock
}) {
  const { repository, imports, clock } = deps
  const leaseUntil = () => new Date(clock.now().getTime() + LEASE_MS).toISOString()

  /** Keeps the lease of an import while something is written for it. */
  async function hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    const renewal = setInterval(() => {
      imports.renewLease(id, leaseUntil()).catch(() => {}) // The next one follows long before the lease is over.
    }, LEASE_MS / 4).unref()
    try {
      return await work()
    } finally {
      clearInterval(renewal)
    }
  }

  /** What was changed since stays as it is; so does what was taken back before. */
  async function takeBack(undo: ImportUndo): Promise<UndoneCounts> {
    const now = timestamp(clock)
    const before = new Map(undo.changed.map((change) => [change.id, change]))
    const entries = await repository.find([...undo.added, ...before.keys()])
    const changed: FaqChange[] = []
    await walkInSlices(entries, untilTheEnd, (entry) => {
      const change = before.get(entry.id)
      if (entry.deletedAt !== null || entry.version !== (change?.version ?? 1)) return
      const then = change ? change.before : { deletedAt: now }
      changed.push({
        version: entry.version,
        entry: { ...entry, ...then, version: entry.version + 1, updatedAt: now },
      })
    })
    await deps.write(changed)
    const removed = changed.filter(({ entry }) => entry.deletedAt !== null).length
    return { removed, restored: changed.length - removed, kept: undo.added.length + before.size - changed.length }
  }

  /** Of an import this process has claimed. */
  async function finish(id: string, undo: ImportUndo): Promise<UndoneCounts> {
    const counts = await hold(id, () => takeBack(undo))
    await imports.endUndo(id, timestamp(clock))
    return counts
  }

  return {
    leaseUntil,
    hold,
    takeBack,
    /** @throws AppError `not_found`, `import_already_undone` */
    async undo(id: string): Promise<UndoneCounts> {
      const run = await imports.find(id)
      if (!run) throw new AppError('not_found')
      // One wins, in whichever process: that is the claim.
      if (!(await imports.beginUndo(id, { at: timestamp(clock), leaseUntil: leaseUntil() })))
        throw new AppError('import_already_undone')
      return finish(id, run.undo)
    },
    /**
     * Takes back what was cut short: what nobody holds any more. Whoever knows that he was the only process at some moment takes
     * all that nobody has held since, and waits for no lease. Returns how many that were.
     */
    async recover(aloneAt: Date | null): Promise<number> {
      const leasesBefore = aloneAt ? new Date(aloneAt.getTime() + LEASE_MS).toISOString() : timestamp(clock)
      let count = 0
      for (const id of await imports.abandonedIds(leasesBefore)) {
        const claim = { at: timestamp(clock), leaseUntil: leaseUntil(), leasesBefore }
        if (!(await imports.claimAbandoned(id, claim))) continue
        const run = await imports.find(id)
        if (run) await finish(id, run.undo)
        count++
      }
      return count
    },
  }
}
