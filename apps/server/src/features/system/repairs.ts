/** What a start found half done after a crash, and put right. */
export interface Repairs {
  /** Answers that had begun to be said: kept as they were heard, and marked. */
  readonly interrupted: number
  /** Questions that were accepted and not answered: answered now. */
  readonly resumed: number
  /** Imports that were cut short: taken back. */
  readonly imports: number
}

export function createRepairRecord() {
  let made: Repairs = { interrupted: 0, resumed: 0, imports: 0 }
  return {
    note(more: Partial<Repairs>): void {
      made = {
        interrupted: made.interrupted + (more.interrupted ?? 0),
        resumed: made.resumed + (more.resumed ?? 0),
        imports: made.imports + (more.imports ?? 0),
      }
    },
    /** Since this process started. */
    made: (): Repairs => made,
  }
}

/** In plain words; null where nothing was to be done. */
export function describeRepairs({ interrupted, resumed, imports }: Repairs): string | null {
  const parts = [
    interrupted > 0 ? `answers that broke off and are marked so: ${interrupted}` : '',
    resumed > 0 ? `questions that are answered now: ${resumed}` : '',
    imports > 0 ? `imports that were taken back: ${imports}` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? null : parts.join(', ')
}
