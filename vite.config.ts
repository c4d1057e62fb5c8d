import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentPolicy, serviceWorker } from './.ci/site.mjs';

/** d3-zoom without what it animates with: the page never does, and colour spaces and easings are a twentieth of the first load. */
const noTransitions = () => ({
  name: 'no-transitions',
  enforce: 'pre' as const,
  resolveId: (source: string, importer?: string) =>
    importer?.includes('/d3-zoom/') && /^d3-(transition|interpolate)$/.test(source)
      ? fileURLToPath(new URL('app/ui/notransition.ts', import.meta.url))
      : null,
});

export default defineConfig({
  plugins: [react(), noTransitions(), contentPolicy(), serviceWorker('app/shell/sw.js')],
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
    testTimeout: 180_000,
    maxWorkers: '100%',
    // Engine modules are loaded by Node: the test runner's own loader turns each use of an imported constant into a property access.
    execArgv: ['--import', 'tsx'],
    server: { deps: { external: [/\/engine\/(?!.*[.]test[.]ts$)/] } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['{engine,app}/**/*.test.ts'], environment: 'node' } },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['app/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: 'app/testing/browser.ts',
        },
      },
    ],
  },
});
