import * as z from 'zod'
import { Password, SessionGrant, UserName } from './auth.contract.ts'
import { route } from './route.ts'
import { Language, requiredText } from './scalars.ts'

export const setupSteps = ['account', 'business', 'services', 'hours', 'questions', 'model', 'voice', 'done'] as const
export const SetupStep = z.enum(setupSteps)
export type SetupStep = z.infer<typeof SetupStep>

export const SetupState = z
  .object({
    /** False until the first account exists: only then the one-time token opens anything. */
    hasAccount: z.boolean(),
    isComplete: z.boolean(),
    /** Everything here is made up, and erased at the next start. */
    isDemo: z.boolean(),
    /** Where the wizard goes on; only told to a logged-in owner. */
    currentStep: SetupStep,
    skippedSteps: z.array(SetupStep),
  })
  .meta({ id: 'SetupState' })
export type SetupState = z.infer<typeof SetupState>

export const setupContract = {
  getSetupState: route({
    method: 'GET',
    path: '/admin/setup',
    summary: 'Whether this installation still needs its first account',
    tags: ['setup'],
    access: 'public',
    responses: {
      200: SetupState.pick({ hasAccount: true, isComplete: true, isDemo: true }).meta({ id: 'SetupSummary' }),
    },
  }),
  checkSetupToken: route({
    method: 'POST',
    path: '/admin/setup/token',
    summary: 'Check a set-up token without using it up',
    tags: ['setup'],
    access: 'public',
    limit: 'login',
    audit: { none: 'Reads only' },
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    responses: { 200: z.object({ isValid: z.literal(true) }) },
    problems: ['setup_token_invalid', 'setup_already_done'],
  }),
  createFirstAccount: route({
    method: 'POST',
    path: '/admin/setup/account',
    summary: 'Create the first admin; uses the token up',
    tags: ['setup'],
    access: 'public',
    limit: 'login',
    audit: { action: 'setup.account' },
    body: z.strictObject({
      token: z.string().min(1).max(200),
      name: UserName,
      password: Password,
      language: Language,
      businessName: requiredText(200),
      timeZone: z.string().max(64).optional(),
    }),
    responses: { 201: SessionGrant },
    problems: ['setup_token_invalid', 'setup_already_done', 'user_name_taken'],
  }),
  getSetupProgress: route({
    method: 'GET',
    path: '/admin/setup/progress',
    summary: 'Where the wizard goes on',
    tags: ['setup'],
    access: 'settings:manage',
    responses: { 200: SetupState },
  }),
  saveSetupProgress: route({
    method: 'PUT',
    path: '/admin/setup/progress',
    summary: 'Remember the step the owner is at and what he skipped',
    tags: ['setup'],
    access: 'settings:manage',
    audit: { action: 'setup.progress' },
    body: z.strictObject({ currentStep: SetupStep, skippedSteps: z.array(SetupStep).max(setupSteps.length) }),
    responses: { 200: SetupState },
  }),
}
