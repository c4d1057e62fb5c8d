import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './warm.ts';

test('a copied link opens elsewhere at the same step, lens and page', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const app = new App(page);
  await app.openAt(1234, '&page=0x1a47');
  await app.pick('Lens', 'Huge pages');
  await page.getByRole('button', { name: 'Share link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeAttached();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(
    /#v=1&p=qemu-as-mailed&s=1234&l=huge&page=0x1a47&c=53790\.[\w-]{64}&sem=\d+&d=[0-9a-f]{16}$/,
  );

  const elsewhere = await app.elsewhere(link);
  await elsewhere.atStep(1234);
  await expect(elsewhere.picked('Lens')).toHaveText('Huge pages');
  await expect(elsewhere.page.getByRole('heading', { name: 'Page 0x1a47' })).toBeVisible();
  await expect(elsewhere.page.locator('[data-code]')).toHaveCount(0);
  await elsewhere.page.context().close();
});

test('a link holds the whole view: classes of the legend, what is inspected, events looked for', async ({
  app,
}) => {
  const { page } = app;
  await app.openAt(45_000, '&page=0x1a47');
  const legend = (of: typeof page) =>
    of
      .getByRole('region', { name: 'Destination', exact: true })
      .getByRole('list', { name: /^Legend/ })
      .getByRole('button');
  await legend(page).filter({ hasText: 'stale' }).click();
  await page.getByRole('radio', { name: 'Region' }).check();
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Query' }).fill('uffd.copy host=dst');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('q')).toBe('uffd.copy host=dst');
  await expect.poll(() => app.linked('f')).toBe('stale');
  await expect.poll(() => app.linked('i')).toBe('region');

  const elsewhere = await app.elsewhere();
  await expect(legend(elsewhere.page).filter({ hasText: 'stale' })).toHaveAttribute('aria-pressed', 'true');
  await expect(elsewhere.page.getByRole('radio', { name: 'Region' })).toBeChecked();
  await expect(elsewhere.page.getByRole('listbox', { name: 'Events found' })).toBeVisible();
  await expect(elsewhere.page.getByRole('combobox', { name: 'Query' })).toHaveValue('uffd.copy host=dst');
  await elsewhere.page.context().close();

  // Each is a change of view that is undone.
  await page.getByRole('button', { name: 'Step forward' }).focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('radio', { name: 'Page', exact: true })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect.poll(() => app.linked('f')).toBeNull();
});

test('where the clipboard is closed, the link is shown to be copied by hand', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  const app = new App(page);
  await app.openAt(77);
  await page.getByRole('button', { name: 'Share link' }).click();
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/s=77/);
});

test('a key copies the link, too', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const app = new App(page);
  await app.openAt(100);
  await page.keyboard.press('s');
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/#v=1&p=qemu-as-mailed&s=100&/);
});

test('the address follows at once, and Back leads through what was shown', async ({ page }) => {
  const app = new App(page);
  await app.open();
  const story = page.getByRole('article', { name: /^The mail/ });
  const title = (name: string) => page.getByRole('heading', { level: 1, name });
  await expect(title('See a virtual machine')).toBeVisible();
  await page.getByRole('button', { name: 'Start the story' }).click();
  await expect.poll(() => app.linked('st')).toMatch(/\.1$/);
  await story.getByRole('button', { name: 'Next' }).click();
  await expect.poll(() => app.linked('st')).toMatch(/\.2$/);
  await app.pickSystem('QEMU as coded');
  await expect.poll(() => app.linked('p')).toBe('qemu-as-coded');
  // While it plays, too.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('textbox', { name: 'Seed' }).fill('7');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('guest.seed')).toBe('7');
  await expect(app.transport).toHaveAttribute('data-playing', 'true');
  // Of the run before, perhaps, from whose steps this one begins anew.
  const began = await app.linked('s');
  await expect.poll(() => app.linked('s')).not.toBe(began);
  await page.goBack();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('1');
  await page.goBack();
  // Its steps are one entry: the last one that was read.
  await expect.poll(() => app.linked('st')).toMatch(/\.2$/);
  await expect(story).toBeVisible();
  await page.goBack();
  await expect(title('See a virtual machine')).toBeVisible();
  await page.goForward();
  await expect(story).toBeVisible();
});

test('an unknown recording is refused with the known ones', async ({ page }) => {
  await page.goto('./#v=1&t=nothing_here');
  const app = new App(page);
  await expect(app.problem('not-found')).toContainText('expected one of the recordings');
  await app.pickSystem('QEMU as mailed');
  await app.ready();
  await expect.poll(() => app.step()).toBeGreaterThan(0);
});
