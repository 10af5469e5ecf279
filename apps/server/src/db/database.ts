import type { Kysely, Transaction } from 'kysely'
import type { ApiKeysTable } from '#server/features/api-keys/api-keys.table.ts'
import type { AuditEventsTable } from '#server/features/audit/audit.table.ts'
import type { LoginFailuresTable } from '#server/features/auth/auth.table.ts'
import type { BackupNightsTable } from '#server/features/backup/backup.table.ts'
import type { ServiceImportsTable } from '#server/features/business/service-imports.table.ts'
import type { ServicesTable } from '#server/features/business/services.table.ts'
import type {
  ConversationsTable,
  MessagesTable,
  TurnsTable,
} from '#server/features/conversations/conversations.table.ts'
import type {
  FaqCorrectionsTable,
  FaqDismissedTable,
  FaqEntriesTable,
  FaqImportsTable,
  FaqImportUndosTable,
} from '#server/features/faq/faq.table.ts'
import type { InvitesTable } from '#server/features/invites/invites.table.ts'
import type { LeadsTable } from '#server/features/leads/leads.table.ts'
import type { ApiCallsTable } from '#server/features/openai-api/calls/api-calls.table.ts'
import type { ProvidersTable, SecretsTable } from '#server/features/providers/providers.table.ts'
import type { LoginSessionsTable } from '#server/features/sessions/login-sessions.table.ts'
import type { ConfigVersionsTable, SettingsTable } from '#server/features/settings/settings.table.ts'
import type { SetupTokensTable } from '#server/features/setup/setup.table.ts'
import type { UsageTable } from '#server/features/usage/usage.table.ts'
import type { UsersTable } from '#server/features/users/users.table.ts'

/** The sum of every feature's tables. */
export interface Database {
  users: UsersTable
  login_sessions: LoginSessionsTable
  api_keys: ApiKeysTable
  login_failures: LoginFailuresTable
  setup_tokens: SetupTokensTable
  invites: InvitesTable
  settings: SettingsTable
  config_versions: ConfigVersionsTable
  services: ServicesTable
  service_imports: ServiceImportsTable
  faq_entries: FaqEntriesTable
  faq_imports: FaqImportsTable
  faq_import_undos: FaqImportUndosTable
  faq_corrections: FaqCorrectionsTable
  faq_dismissed: FaqDismissedTable
  conversations: ConversationsTable
  messages: MessagesTable
  turns: TurnsTable
  leads: LeadsTable
  usage: UsageTable
  api_calls: ApiCallsTable
  providers: ProvidersTable
  secrets: SecretsTable
  audit_events: AuditEventsTable
  backup_nights: BackupNightsTable
}

/** What a repository works on: the database, or the transaction it is bound to. */
export type Executor = Kysely<Database> | Transaction<Database>
