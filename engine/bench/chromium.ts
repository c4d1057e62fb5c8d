/** A headless Chromium, and the built app served beside it. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

/** Opens both, and closes them when `run` is through. Throws when the app is not built. */
export async function inChromium(
  port: number,
  run: (browser: Browser, address: string) => Promise<void>,
): Promise<void> {
  const { findBrowser } = (await import('../../.ci/browser.mjs' as string)) as {
    findBrowser(): string | undefined;
  };
  const { serve } = (await import('../../.ci/serve.mjs' as string)) as {
    serve(o: { port: number }): Promise<{ server: { close(): void }; address: string }>;
  };
  if (!existsSync('dist/index.html')) throw new Error('dist is missing: run `npm run build` first');
  const executablePath = findBrowser();
  const { server, address } = await serve({ port });
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  try {
    await run(browser, address);
  } finally {
    await browser.close();
    server.close();
  }
}
