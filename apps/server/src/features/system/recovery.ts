import type { Logger } from 'pino'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { createRepairRecord, describeRepairs, type Repairs } from './repairs.ts'

/** How often a process looks for what another one left behind: another node, or a command beside a server on SQLite. */
const RECOVERY_INTERVAL_MS = 10_000
/** Later than any lease: on a database of one process, whatever is open at its start is left over. */
const END_OF_TIME = '9999'

interface RecoveryDeps {
  dialect: Pick<Dialect, 'name'>
  faqImports: { recover(aloneAt: Date | null): Promise<number> }
  recoverTurns(leasesBefore: string): Promise<Pick<Repairs, 'resumed' | 'interrupted'>>
  logger: Logger
  clock: Clock
}

/** Puts right what a crash left half done, at the start and while it runs. */
export function createRecovery({ dialect, faqImports, recoverTurns, logger, clock }: RecoveryDeps) {
  const record = createRepairRecord()
  const isShared = dialect.name === 'postgresql'
  const leasesBefore = () => (isShared ? timestamp(clock) : END_OF_TIME)
  let timer: NodeJS.Timeout | null = null

  async function note(part: Partial<Repairs>): Promise<void> {
    const words = describeRepairs({ interrupted: 0, resumed: 0, imports: 0, ...part })
    record.note(part)
    if (words !== null) logger.warn(part, `repaired after a crash: ${words}`)
  }

  const imports = async (aloneAt: Date | null) => note({ imports: await faqImports.recover(aloneAt) })
  const turns = async () => note(await recoverTurns(leasesBefore()))

  return {
    /** Before the entries are read. `aloneAt`: when nobody else had the database open; null where somebody may have. */
    undoImports: imports,
    /** When there is somebody to answer. Goes on looking for what others leave behind; on SQLite no other process answers turns. */
    async resumeTurns(): Promise<void> {
      await turns()
      timer = setInterval(() => {
        Promise.all([imports(null), isShared ? turns() : null]).catch((error: unknown) =>
          logger.warn({ err: error }, 'what other processes left behind could not be looked for'),
        )
      }, RECOVERY_INTERVAL_MS).unref()
    },
    /** Since this process started. */
    repairs: record.made,
    close(): void {
      if (timer) clearInterval(timer)
    },
  }
}
