import * as z from 'zod'
import { LiveMessage } from './realtime/live.messages.ts'
import { route } from './route.ts'
import { Timestamp } from './scalars.ts'

/** Answers that had broken off and are marked so, questions that were answered later, imports that were taken back. */
export const Repairs = z
  .object({ interrupted: z.number().int(), resumed: z.number().int(), imports: z.number().int() })
  .meta({ id: 'Repairs' })

export const Health = z
  .object({
    status: z.enum(['healthy', 'degraded']),
    deployment_mode: z.enum(['full', 'cloud', 'local']),
    services: z.object({ llm: z.boolean(), tts: z.boolean(), stt: z.boolean() }),
    database: z.enum(['sqlite', 'postgresql']),
    /** What this start, and what has run since, found half done after a crash and put right. */
    repaired: Repairs,
    timestamp: Timestamp,
  })
  .meta({ id: 'Health' })

export const systemContract = {
  getLiveness: route({
    method: 'GET',
    path: '/health/live',
    summary: 'The process answers',
    tags: ['system'],
    access: 'public',
    limit: 'none',
    responses: { 200: z.object({ status: z.literal('live') }) },
  }),
  getReadiness: route({
    method: 'GET',
    path: '/health/ready',
    summary: 'The database is migrated and the port listens',
    tags: ['system'],
    access: 'public',
    limit: 'none',
    responses: { 200: z.object({ status: z.literal('ready') }) },
    problems: ['service_unavailable'],
  }),
  getHealth: route({
    method: 'GET',
    path: '/health',
    summary: 'What works: model, voice, database; and what was repaired after a crash',
    tags: ['system'],
    access: 'public',
    limit: 'none',
    responses: { 200: Health },
  }),
  getMetrics: route({
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics; from loopback, or with the metrics token',
    tags: ['system'],
    access: 'metrics',
    limit: 'none',
    produces: 'text/plain',
    responses: { 200: z.string() },
  }),
  getDeploymentMode: route({
    method: 'GET',
    path: '/admin/deployment-mode',
    summary: 'full, cloud (no local engines) or local (no providers outside this network)',
    tags: ['system'],
    access: 'session',
    responses: { 200: z.object({ mode: z.enum(['full', 'cloud', 'local']) }) },
  }),
  streamLiveEvents: route({
    method: 'GET',
    path: '/admin/events',
    summary: 'Changes of configuration and conversations, as they happen',
    tags: ['system'],
    access: 'session',
    produces: 'text/event-stream',
    responses: { 200: LiveMessage },
  }),
}
