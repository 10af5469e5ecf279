import { defineConfig } from 'vitest/config'

/** A test that hangs ends some day; how long one takes on a busy machine says nothing. */
const PATIENCE_MS = 30_000
const node = {
  environment: 'node' as const,
  pool: 'threads' as const,
  expect: { poll: { timeout: PATIENCE_MS } },
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          isolate: false,
          include: ['packages/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'apps/admin/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/*.repository.test.ts', '**/node_modules/**'],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          ...node,
          name: 'repository',
          pool: 'forks',
          include: ['apps/server/src/**/*.repository.test.ts'],
          testTimeout: PATIENCE_MS,
          globalSetup: ['apps/server/test/support/postgres.global-setup.ts'],
        },
      },
      {
        test: {
          ...node,
          name: 'integration',
          pool: 'forks',
          include: ['apps/server/test/integration/**/*.test.ts'],
          globalSetup: ['apps/server/test/support/postgres.global-setup.ts'],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          ...node,
          name: 'browser',
          pool: 'forks',
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
