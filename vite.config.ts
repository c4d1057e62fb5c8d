import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { shipped } from './.ci/shipped.mjs';
import { contentPolicy, serviceWorker } from './.ci/site.mjs';

/** Changes modules before they are loaded, so needs a process of its own. */
const ALONE = ['engine/event/newkind.test.ts'];
/** The same of component tests: one speaks Chinese from the start, one changes React. */
const PAGES_ALONE = ['app/chinese.test.tsx', 'app/renders.test.tsx'];
const PAGES = { environment: 'happy-dom', setupFiles: 'app/testing/browser.ts' };

const packages = shipped();

export default defineConfig({
  plugins: [react(), contentPolicy(), packages.page, serviceWorker('app/shell/sw.js')],
  base: './',
  worker: {
    format: 'es',
    plugins: () => [packages.worker],
    rolldownOptions: {
      output: {
        codeSplitting: {
          // WebKit evaluates the entry of a worker a second time when a part imports it: what the parts share is not in it.
          groups: [
            { name: 'server', test: /\/engine\/worker\/server[.]ts$/ },
            { name: 'words', test: /\/engine\/base\/language[.]ts$/ },
          ],
        },
      },
    },
  },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The page is served with a strict content policy: every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the entry shares with the parts that it loads: were it in the entry, a part would wait for the entry, which
            // waits for the part.
            {
              name: 'runtime',
              test: /rolldown.runtime|vite\/preload-helper|engine\/base\/(language|units)[.]ts$|app\/ui\/(language|stored|say)[.]ts$/,
            },
            // The two parts that main.ts loads one after the other, each whole.
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'page', test: /\/app\/start[.]tsx$/ },
          ],
        },
      },
    },
  },
  test: {
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: '100%',
    // Engine modules are loaded by Node: the test runner's own loader turns each use of an imported constant into a property access.
    execArgv: ['--import', 'tsx'],
    server: { deps: { external: [/\/engine\/(?!.*[.]test[.]ts$)/] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{.ci,engine,app}/**/*.test.ts'],
          exclude: ALONE,
          environment: 'node',
          setupFiles: 'engine/testing/equality.ts',
          // One process per core for all files. They share modules, so a file leaves no global state behind.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE, environment: 'node' } },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['app/**/*.test.tsx'],
          exclude: PAGES_ALONE,
          ...PAGES,
          // Loading the page takes longer than many a test of it.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'components alone', include: PAGES_ALONE, ...PAGES } },
    ],
  },
});
