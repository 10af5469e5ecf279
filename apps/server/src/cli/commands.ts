import type { Command } from './command.ts'
import { apiKeyCreateCommand } from './commands/api-key-create.ts'
import { apiKeyListCommand } from './commands/api-key-list.ts'
import { apiKeyRevokeCommand } from './commands/api-key-revoke.ts'
import { backupCreateCommand } from './commands/backup-create.ts'
import { backupListCommand } from './commands/backup-list.ts'
import { backupRestoreCommand } from './commands/backup-restore.ts'
import { backupVerifyCommand } from './commands/backup-verify.ts'
import { doctorCommand } from './commands/doctor.ts'
import { faqExportCommand } from './commands/faq-export.ts'
import { faqImportCommand } from './commands/faq-import.ts'
import { faqTestCommand } from './commands/faq-test.ts'
import { masterKeyRotateCommand } from './commands/master-key-rotate.ts'
import { openapiCommand } from './commands/openapi.ts'
import { providerAddCommand } from './commands/provider-add.ts'
import { providerListCommand } from './commands/provider-list.ts'
import { providerRemoveCommand } from './commands/provider-remove.ts'
import { serviceInstallCommand } from './commands/service-install.ts'
import { serviceLogsCommand } from './commands/service-logs.ts'
import { serviceRemoveCommand } from './commands/service-remove.ts'
import { serviceStatusCommand } from './commands/service-status.ts'
import { setupTokenCommand } from './commands/setup-token.ts'
import { userCreateCommand } from './commands/user-create.ts'
import { userListCommand } from './commands/user-list.ts'
import { userPasswordCommand } from './commands/user-password.ts'
import { userRoleCommand } from './commands/user-role.ts'

export const commands: readonly Command[] = [
  setupTokenCommand,
  userCreateCommand,
  userPasswordCommand,
  userRoleCommand,
  userListCommand,
  apiKeyCreateCommand,
  apiKeyListCommand,
  apiKeyRevokeCommand,
  providerAddCommand,
  providerListCommand,
  providerRemoveCommand,
  faqImportCommand,
  faqExportCommand,
  faqTestCommand,
  backupCreateCommand,
  backupListCommand,
  backupVerifyCommand,
  backupRestoreCommand,
  serviceInstallCommand,
  serviceStatusCommand,
  serviceLogsCommand,
  serviceRemoveCommand,
  masterKeyRotateCommand,
  doctorCommand,
  openapiCommand,
]
