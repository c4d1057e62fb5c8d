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
      // And d3-interpolate, with d3-color behind it, only to animate: another 5 kB.
      'd3-interpolate': fileURLToPath(new URL('./app/lib/interpolate.ts', import.meta.url)),
    },
  },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The page is served with a strict content policy: every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // One chunk for each part that main.ts loads, whatever the editor shares with them: cut finer, as it would be
        // otherwise, the first load is 5 kB gzipped more.
        codeSplitting: {
          groups: [
            { name: 'runtime', test: /rolldown.runtime|vite\/preload-helper/ },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'controls',
              test: /node_modules\/(react-aria|react-stately|@react-|@internationalized|use-sync)|app\/ui\/(Choice|Icon)[.]tsx/,
            },
            {
              name: 'page',
              test: /node_modules\/(valibot|zustand|@tanstack|d3-)|\/(app\/(?!main[.]|script\/|proc\/|reference\/|lib\/pack|scenario\/Picks)|engine\/(?!script|reference|mm\/)).*[.]tsx?$/,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['engine/**/*.test.ts', 'app/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
