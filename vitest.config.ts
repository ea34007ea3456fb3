import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    globalSetup: ['test/temporary-folder.ts'],
    reporters: process.env['CI'] === undefined ? ['default'] : ['verbose'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/build-dist.ts', 'test/crash-summary.ts'],
        },
      },
    ],
  },
});
