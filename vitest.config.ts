import { defineConfig } from 'vitest/config'

const node = { environment: 'node' as const, pool: 'threads' as const }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          isolate: false,
          include: ['packages/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/*.repository.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...node,
          name: 'repository',
          pool: 'forks',
          include: ['apps/server/src/**/*.repository.test.ts'],
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
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...node,
          name: 'browser',
          pool: 'forks',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
