import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The page speaks English, and react-aria's texts come in thirty languages: only en-US is kept, 3 kB gzipped less. */
const englishOnly: Plugin = {
  name: 'english-only',
  enforce: 'pre',
  load: (id) =>
    /\/react-(aria|stately)[^?]*\/intl\/.*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.(mjs|js|json)$/.test(id)
      ? 'export default {}'
      : null,
};

export default defineConfig({
  plugins: [englishOnly, react()],
  base: './',
  resolve: {
    alias: {
      // d3-zoom asks d3-transition only to interrupt animations, and fields have none: 9 kB gzipped less.
      'd3-transition': fileURLToPath(new URL('./app/lib/interrupt.ts', import.meta.url)),
    },
  },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The page is served with a strict content policy: every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ['engine/**/*.test.ts', 'app/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
