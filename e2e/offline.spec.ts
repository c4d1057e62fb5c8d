import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
    .getByRole('button', { name: /^The mail in seven/ })
    .first()
    .click();
  await expect(page.getByRole('article')).toContainText('1 of');
  await page.getByRole('radio', { name: 'Script' }).check();
  await expect(page.getByRole('textbox', { name: 'Script' })).toBeVisible();

  await page.getByRole('radio', { name: 'Scenario' }).check();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await expect(page.getByRole('table', { name: 'Cost of each run' })).toBeVisible();
  await page.goto('./#v=1&t=q1-hot&s=2000');
  await app.atStep(2000);
  await page.reload();
  await app.ready();
  await app.atStep(2000);
  expect(foreign).toEqual([]);
});

test('every file of the site is there without a network', async ({ page, context }) => {
  const dist = new URL('../dist/', import.meta.url).pathname;
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    // The worker that keeps the others is kept by the browser; the rest is for whoever offers the app.
    (path) =>
      statSync(join(dist, path)).isFile() &&
      !['sw.js', 'screenshot.png', 'film.gif', 'bom.cdx.json'].includes(path),
  );
  expect(files.length).toBeGreaterThan(50);
  const app = new App(page);
  await app.open();
  expect(await kept(page)).toMatch(/^activat/);
  await context.setOffline(true);
  await page.reload();
  await app.ready();
  const missing = await page.evaluate(async (paths) => {
    const found = await Promise.all(
      paths.map((path) =>
        fetch(`./${path}`).then(
          (r) => r.ok,
          () => false,
        ),
      ),
    );
    return paths.filter((_, i) => !found[i]);
  }, files);
  expect(missing).toEqual([]);
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
