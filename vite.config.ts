import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentPolicy, serviceWorker } from './.ci/site.mjs';

export default defineConfig({
  plugins: [react(), contentPolicy(), serviceWorker('app/shell/sw.js')],
  base: './',
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The page is served with a strict content policy: every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // One chunk for each part that main.ts loads, with all that it imports, whatever parts that are fetched later
        // share with it: cut finer, as it would be otherwise, the first load is 5 kB gzipped more.
        codeSplitting: {
          groups: [
            { name: 'runtime', test: /rolldown.runtime|vite\/preload-helper/ },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'page', test: /\/app\/start[.]tsx$/ },
          ],
        },
      },
    },
  },
  test: {
    include: ['engine/**/*.test.ts', 'app/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 180_000,
  },
});
