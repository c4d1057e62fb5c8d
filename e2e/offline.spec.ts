import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

test.use({ serviceWorkers: 'allow' });

/** Waits until everything is kept. */
const kept = (page: Page) =>
  page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.active?.state ?? ''));

test('works without a network after the first visit, stories and late parts too', async ({
  page,
  context,
  baseURL,
}) => {
  const foreign: string[] = [];
  context.on('request', (r) => {
    if (!r.url().startsWith(baseURL ?? '') && !/^(data|blob):/.test(r.url())) foreign.push(r.url());
  });
  const app = new App(page);
  await app.open();
  expect(await kept(page)).toMatch(/^activat/);

  await context.setOffline(true);
  await page.reload();
  await app.ready();
  await page.keyboard.press('End');
  await expect.poll(() => app.step()).toBeGreaterThan(1000);

  await page.getByRole('radio', { name: 'Story' }).check();
  await page
    .getByRole('button', { name: /^The mail/ })
    .first()
    .click();
  await expect(page.getByRole('article')).toContainText('1 of');
  await page.getByRole('radio', { name: 'Script' }).check();
  await expect(page.getByRole('textbox', { name: 'Script' })).toBeVisible();
  expect(foreign).toEqual([]);
});

test('can be installed: the manifest and what it names are there', async ({ page }) => {
  await page.goto('./');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await page.request.get(`./${href}`)).json();
  expect(manifest).toMatchObject({ name: 'Faultline', display: 'standalone', start_url: './' });
  for (const { src, type } of manifest.icons) {
    const icon = await page.request.get(`./${src}`);
    expect(icon.headers()['content-type']).toContain(type);
  }
});
