import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './warm.ts';

test('the theme button overrides the system and is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const app = new App(page);
  await app.openAt(0);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await background();
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await expect.poll(background).not.toBe(dark);
  const light = await background();
  await page.reload();
  await app.ready();
  expect(await background()).toBe(light);
});

test('fits a phone without scrolling sideways, with everything in reach', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new App(page);
  await app.openAt(2000);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Step forward' }).click();
  await app.atStep(2001);
  const size = app.list('Guest memory');
  await expect(size).toBeHidden();
  await page.getByRole('heading', { name: 'Guest', exact: true }).click();
  await expect(size).toBeVisible();
  expect((await size.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('fits a desktop without scrolling', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000);
  const size = await page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { scrollHeight, scrollWidth };
  });
  expect(size).toEqual({ scrollHeight: 900, scrollWidth: 1440 });
});

test('asks nothing of other origins and says nothing on the console', async ({ page, baseURL }) => {
  const origin = new URL(baseURL ?? '').origin;
  const foreign: string[] = [];
  const said: string[] = [];
  page.on('request', (r) => {
    if (!r.url().startsWith('data:') && !r.url().startsWith('blob:') && new URL(r.url()).origin !== origin)
      foreign.push(r.url());
  });
  page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  const app = new App(page);
  await app.open();
  await expect.poll(() => app.step()).toBeGreaterThan(1000);
  expect({ foreign, said }).toEqual({ foreign: [], said: [] });
});

test('a crash of the engine shows its cause, and a restart keeps the place', async ({ page }) => {
  await page.addInitScript(() => {
    const made: Worker[] = [];
    const Real = Worker;
    Object.assign(window, { made });
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        made.push(this);
      }
    };
  });
  const app = new App(page);
  await app.openAt(900, '&guest.seed=5');
  await page.evaluate(() => {
    const [worker] = (window as unknown as { made: Worker[] }).made;
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  });
  await expect(app.problem('crashed')).toContainText('out of memory');
  await page.getByRole('button', { name: 'Restart the engine' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await app.steps();
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('5');
});
