import { defineConfig } from 'vitest/config'

const common = { testTimeout: 60_000, hookTimeout: 120_000 }

// `unit` needs only Node. `pipeline` runs the built program on real audio. `page` and `desktop` need a Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: [
            'test/{audio,features,mixture,recognition,exchange,project,charts,fuzz,screens}/**/*.test.{ts,tsx}',
            'test/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...common,
          name: 'pipeline',
          include: ['test/{engine,cli,serve,packaging}/**/*.test.ts'],
          fileParallelism: false,
        },
      },
      { test: { ...common, name: 'page', include: ['test/browser/**/*.test.ts'], fileParallelism: false } },
      { test: { ...common, name: 'desktop', include: ['test/desktop/**/*.test.ts'], fileParallelism: false } },
    ],
  },
})
