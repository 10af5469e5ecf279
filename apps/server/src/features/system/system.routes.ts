import { type Module, rolePermissions } from '@secretary/contracts/permissions'
import type { LiveMessage } from '@secretary/contracts/realtime/live.messages'
import { systemContract } from '@secretary/contracts/system.contract'
import type { Config } from '#server/config/load-config.ts'
import type { UnansweredPreparation } from '#server/features/faq/unanswered-preparation.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import type { OpenStreams } from '#server/http/open-streams.ts'
import { type ServerEvent, sendEvents } from '#server/http/send-events.ts'
import { type Actor, scopeOf } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { LiveEvent, LiveEvents } from '#server/platform/events/live-events.ts'
import type { Metrics } from '#server/platform/metrics.ts'
import { describeHealth, type HealthDeps } from './health.ts'

interface SystemRoutesDeps extends HealthDeps {
  config: Config
  metrics: Metrics
  liveEvents: LiveEvents
  openStreams: OpenStreams
  unansweredPreparation: UnansweredPreparation
  isReady(): boolean
}

export function registerSystemRoutes(mount: Mount, deps: SystemRoutesDeps): void {
  mount(systemContract, {
    getLiveness: () => ({ status: 'live' as const }),
    getReadiness() {
      if (!deps.isReady()) throw new AppError('service_unavailable')
      return { status: 'ready' as const }
    },
    getHealth: () => describeHealth(deps),
    async getMetrics({ reply }) {
      reply.type(deps.metrics.registry.contentType)
      return deps.metrics.registry.metrics()
    },
    getDeploymentMode: () => ({ mode: deps.config.deploymentMode }),
    async streamLiveEvents({ actor, reply }) {
      const stream = deps.openStreams.register(actor)
      void deps.unansweredPreparation.begin()
      // The response has told that it closed before anybody listened.
      if (reply.raw.destroyed) stream.cancel()
      try {
        await sendEvents(reply, visibleEvents(deps.liveEvents, actor, stream.signal), { signal: stream.signal })
      } finally {
        stream.release()
      }
      return undefined
    },
  })
}

async function* visibleEvents(liveEvents: LiveEvents, actor: Actor, signal: AbortSignal): AsyncIterable<ServerEvent> {
  for await (const event of liveEvents.subscribe({ signal })) if (maySee(actor, event)) yield { data: event.message }
}

const moduleOf: Record<LiveMessage['type'], Module | null> = {
  'config-changed': null,
  'health-changed': null,
  'conversation-changed': 'chat',
  'conversation-deleted': 'chat',
  'lead-created': 'leads',
  'lead-changed': 'leads',
  'backup-changed': 'backup',
}

/** Guests learn nothing of conversations, everybody else only of his own; admins of all. */
export function maySee(actor: Actor, { message, ownerId }: LiveEvent): boolean {
  const module = moduleOf[message.type]
  if (actor.kind === 'user' && module !== null && rolePermissions[actor.role][module] === undefined) return false
  const scope = scopeOf(actor)
  return scope.kind === 'all' || (ownerId === null ? module === null : ownerId === scope.userId)
}
