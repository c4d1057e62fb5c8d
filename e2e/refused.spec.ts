/** What a browser refuses, as in a private window or a frame of another site: the page goes without, and reports no error. */
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** Storage, service workers, locks and the history throw. */
const refuse = (page: Page) =>
  page.addInitScript(() => {
    const refused = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { get: refused });
    for (const name of ['serviceWorker', 'locks', 'storage'])
      Object.defineProperty(Navigator.prototype, name, { get: refused });
    for (const name of ['pushState', 'replaceState'] as const) History.prototype[name] = refused;
  });

/** Errors that nobody caught, and what is said in the console. */
function listen(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
  return errors;
}

test('without storage, service worker, locks and history the page works', async ({ page }) => {
  const errors = listen(page);
  await refuse(page);
  const app = new App(page);
  const kept = page.waitForResponse(/assets\/register-/);
  await page.goto('./#v=1&p=qemu-as-mailed&s=900');
  await app.ready();
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
  await app.pick('Lens', 'Page tables');
  await page.getByRole('radio', { name: 'Script' }).check();
  await expect(page.getByRole('textbox', { name: 'Script' })).toBeVisible();
  await page.keyboard.press('Escape');
  await kept;
  await app.idle();
  expect(errors).toEqual([]);
});

test('a store that is full is a store that forgets', async ({ page }) => {
  const errors = listen(page);
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const app = new App(page);
  await app.openAt(900);
  await page.getByRole('button', { name: /theme/i }).click();
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
  expect(errors).toEqual([]);
});

test('a browser that makes no worker says so', async ({ page }) => {
  const errors = listen(page);
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new DOMException('refused here', 'SecurityError');
      }
    } as unknown as typeof Worker;
  });
  await page.goto('./#v=1&p=qemu-as-mailed&s=900');
  await expect(new App(page).problem('crashed')).toContainText('refused here');
  expect(errors).toEqual([]);
});
