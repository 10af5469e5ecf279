import type pg from 'pg'
import type { DurableWriter, WriteUnit } from './durable-writer.ts'

/** Each unit is one transaction; the server groups the fsyncs of concurrent commits by itself. */
export function createPostgresWriter(pool: pg.Pool): DurableWriter {
  const running = new Set<Promise<void>>()
  return {
    commit(unit) {
      const done = write(pool, unit)
      const settled = done.catch(() => {}).finally(() => running.delete(settled)) // The caller hears of the failure; this copy only counts.
      running.add(settled)
      return done
    },
    async close() {
      await Promise.all(running)
    },
  }
}

async function write(pool: pg.Pool, unit: WriteUnit): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    for (const statement of unit) await client.query(statement.sql, [...statement.parameters])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
