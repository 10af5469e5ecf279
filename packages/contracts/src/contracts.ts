import { aboutContract } from './about.contract.ts'
import { apiDocsContract } from './api-docs.contract.ts'
import { apiKeysContract } from './api-keys.contract.ts'
import { authContract } from './auth.contract.ts'
import { backupContract } from './backup.contract.ts'
import { businessContract, starterPackContract } from './business.contract.ts'
import { chatContract, chatMessageContract } from './chat.contract.ts'
import { dashboardContract } from './dashboard.contract.ts'
import { demoContract } from './demo.contract.ts'
import { faqContract, faqLoopContract } from './faq.contract.ts'
import { faqImportContract } from './faq-import.contract.ts'
import { leadsContract } from './leads.contract.ts'
import { legacyApiContract } from './legacy-api.contract.ts'
import { openAiContract } from './openai.contract.ts'
import { openAiSpeechContract } from './openai-speech.contract.ts'
import { providersContract } from './providers.contract.ts'
import { servicesImportContract } from './services-import.contract.ts'
import { setupContract } from './setup.contract.ts'
import { systemContract } from './system.contract.ts'
import { invitesContract, usersContract } from './users.contract.ts'
import { voicesContract } from './voices.contract.ts'

/** The whole API: what OpenAPI, the route tests and the docs are made from. */
export const contracts = {
  ...systemContract,
  ...apiDocsContract,
  ...aboutContract,
  ...setupContract,
  ...authContract,
  ...usersContract,
  ...invitesContract,
  ...apiKeysContract,
  ...businessContract,
  ...servicesImportContract,
  ...starterPackContract,
  ...faqContract,
  ...faqLoopContract,
  ...faqImportContract,
  ...chatContract,
  ...chatMessageContract,
  ...dashboardContract,
  ...leadsContract,
  ...providersContract,
  ...openAiContract,
  ...voicesContract,
  ...backupContract,
  ...openAiSpeechContract,
  ...legacyApiContract,
  ...demoContract,
}
