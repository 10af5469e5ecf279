import * as z from 'zod'
import { Id } from '../scalars.ts'

/** Parts of the configuration that a running server and open panels must learn about. */
export const configTopics = ['business', 'faq', 'providers', 'voices', 'users', 'settings', 'api-keys'] as const
export const ConfigTopic = z.enum(configTopics)
export type ConfigTopic = z.infer<typeof ConfigTopic>

/** Events of the whole installation, sent to every open panel that may see them. */
export const LiveMessage = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('config-changed'), topic: ConfigTopic }),
    z.object({ type: z.literal('conversation-changed'), conversationId: Id }),
    z.object({ type: z.literal('conversation-deleted'), conversationId: Id }),
    /** A model, the voice or the disk began to fail, or works again. */
    z.object({ type: z.literal('health-changed') }),
    z.object({ type: z.literal('lead-created'), conversationId: Id }),
    z.object({ type: z.literal('lead-changed'), conversationId: Id }),
    z.object({ type: z.literal('backup-changed') }),
  ])
  .meta({ id: 'LiveMessage' })
export type LiveMessage = z.infer<typeof LiveMessage>
