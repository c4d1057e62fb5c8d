import { defineConfig } from '@playwright/test';

const port = Number(process.env.FAULTLINE_E2E_PORT ?? 4187);
const browser = process.env.FAULTLINE_BROWSER;
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: '../node_modules/.cache/faultline/e2e',
  timeout: 60_000,
  // How long a page may take on a machine that is busy with other things.
  expect: { timeout: 15_000 },
  workers: 3,
  retries: 0,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    // A trace takes as long as the test; `npm test -- --only e2e --trace retain-on-failure` makes one.
    trace: 'off',
    // Only the test of it lets it answer: what the others fetch comes from the server.
    serviceWorkers: 'block',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        viewport: { width: 1440, height: 900 },
        launchOptions: {
          ...(browser ? { executablePath: browser } : {}),
          args: [
            ...(root ? ['--no-sandbox'] : []),
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--no-first-run',
          ],
        },
      },
    },
  ],
  webServer: {
    command: `node .ci/serve.mjs --port ${port} --strict-port`,
    cwd: '..',
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
