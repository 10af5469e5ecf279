import type { CatalogueShape } from '../catalogue-shape.ts'
import type { backup as russian } from '../ru/backup.ts'

export const backup = {
  title: 'Backups',
  description:
    'Every night, while you are closed, the secretary copies all data and checks that the copy can be read. The last seven nights are kept; copies you make yourself stay until you delete them.',
  now: 'Back up now',
  stop: 'Stop',
  free: 'Free on the disk: {size}',
  next: 'Next nightly copy: {time}',
  copied: 'Copied {percent}%',
  tryAgain: 'Earlier copies are safe. The secretary tries again in half an hour, or you make a copy yourself.',
  details: 'Details',
  unavailableHelp:
    'A copy of PostgreSQL needs the programs pg_dump, pg_restore and psql. Install the package postgresql-client on the server and restart the secretary, or back the database up by your own means.',
  states: {
    ok: 'All is well. Last copy: {last}',
    running: 'Making a copy…',
    failed: 'The last copy failed',
    overdue: 'No copy for a while. The last one: {last}',
    unavailable: 'No copies are made',
    none: 'No copies yet',
  },
  stages: { copying: 'Copying…', checking: 'Reading the copy and comparing…' },
  problems: {
    'disk-full': 'There was not enough room on the disk. Free some, or delete old copies.',
    'not-writable': 'The folder backups can’t be written. Check its owner and rights.',
    'program-missing': 'pg_dump, pg_restore and psql are not installed.',
    damaged: 'The copy is damaged: what it holds is not what was written.',
    'other-database': 'This is a copy of another database.',
    cancelled: 'The copy was stopped.',
    failed: 'Something got in the way of the copy.',
  },
  kinds: {
    nightly: 'Nightly',
    manual: 'By hand',
    update: 'Before an update',
    replaced: 'Before a restore',
  },
  madeAt: 'When',
  kind: 'Which',
  size: 'Size',
  check: 'Check',
  actions: 'Actions',
  actionsOf: 'Actions for the copy of {time}',
  verifiedAt: 'checked {time}',
  notVerified: 'not checked',
  verifiedNow: 'The copy is whole',
  verify: 'Check again',
  download: 'Download',
  deleteTitle: 'Delete the copy of {time}?',
  deleteText: 'It can’t be brought back.',
  notInside: 'What is not in a copy',
  notInsideText:
    'The file master.key of the data folder: it opens the stored keys of services and must not be kept beside the copy. Put it somewhere else once. Without it everything comes back except those keys, which you enter again. The copy itself holds every conversation and contact: keep it safe.',
  restore: 'How to restore',
  restoreText:
    'Stop the secretary and run the command on the server. What is there now is not lost: it stays as a copy of its own.',
} satisfies CatalogueShape<typeof russian>
