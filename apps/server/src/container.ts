import type { Logger } from 'pino'
import type { Config } from './config/load-config.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { createEnginesWing } from './wings/create-engines-wing.ts'
import { createHouseKeepingWing } from './wings/create-house-keeping-wing.ts'
import { createKnowledgeWing } from './wings/create-knowledge-wing.ts'
import { createPeopleWing } from './wings/create-people-wing.ts'
import { createProgramsWing } from './wings/create-programs-wing.ts'
import { createTalkWing } from './wings/create-talk-wing.ts'
import { openFoundation } from './wings/open-foundation.ts'

export interface ContainerOptions {
  config: Config
  logger: Logger
  clock?: Clock
}

export type Container = Awaited<ReturnType<typeof createContainer>>

/** The composition root: only it and its wings construct adapters. Opens and migrates the database; closes in reverse order. */
export async function createContainer({ config, logger, clock = systemClock }: ContainerOptions) {
  const foundation = await openFoundation({ config, logger, clock })
  const people = await createPeopleWing(foundation.rooms)
  const knowledge = createKnowledgeWing(foundation.rooms, people)
  const engines = await createEnginesWing(foundation.rooms)
  const inside = { ...people, ...knowledge.rooms, ...engines.rooms }
  const talk = createTalkWing(foundation.rooms, inside)
  const rooms = { ...inside, ...talk.rooms }
  const programs = createProgramsWing(foundation.rooms, rooms)
  const houseKeeping = createHouseKeepingWing(foundation.rooms, rooms)
  await foundation.rooms.configChanges.start()

  let isReady = false
  return {
    ...foundation.rooms,
    ...rooms,
    ...programs.rooms,
    ...houseKeeping.rooms,
    isReady: () => isReady,
    markReady: () => {
      isReady = true
    },
    async close() {
      isReady = false
      foundation.rooms.openStreams.closeAll()
      foundation.rooms.configChanges.close()
      await houseKeeping.close()
      // Turns first: what they cost is still recorded.
      await talk.close()
      await programs.close()
      await engines.close()
      await knowledge.close()
      await foundation.close()
    },
  }
}
