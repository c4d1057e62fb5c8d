import { expect, test } from '@playwright/test';
import { PRESETS } from '../engine/index.ts';
import { App } from './app.ts';

test('a copied link opens elsewhere at the same step, lens and page', async ({ page, context, browser }) => {
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

  const elsewhere = new App(await (await browser.newContext()).newPage());
  await elsewhere.page.goto(link);
  await elsewhere.ready();
  await elsewhere.atStep(1234);
  await expect(elsewhere.picked('Lens')).toHaveText('Huge pages');
  await expect(elsewhere.page.getByRole('heading', { name: 'Page 0x1a47' })).toBeVisible();
  await expect(elsewhere.page.locator('[data-code]')).toHaveCount(0);
  await elsewhere.page.context().close();
});

test('a link holds the whole view: classes of the legend, what is inspected, events looked for', async ({
  page,
  browser,
}) => {
  const app = new App(page);
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

  const elsewhere = new App(await (await browser.newContext()).newPage());
  await elsewhere.page.goto(page.url());
  await elsewhere.ready();
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

test('a link opened in the same tab is followed', async ({ page }) => {
  const app = new App(page);
  await app.openAt(10);
  await page.evaluate(() => {
    location.hash = '#v=1&p=qemu-as-coded&s=20&l=ept';
  });
  await app.atStep(20);
  await expect(page.getByRole('heading', { name: 'QEMU as coded' })).toBeVisible();
  await expect(app.picked('Lens')).toHaveText('EPT');
});

test('a bad field fails alone and is named', async ({ page }) => {
  const app = new App(page);
  await app.open('#v=1&p=qemu-as-mailed&guest.bytes=1000&s=12&l=rainbow');
  await app.atStep(12);
  await expect(app.problem('invalid')).toHaveCount(2);
  await expect(page.getByText(/guest\.bytes: expected bytes as a multiple of 2 MiB/)).toBeVisible();
  await expect(
    page.getByText(/l: expected one of migration, tables, huge, ept, lag, age, heat, got "rainbow"/),
  ).toBeVisible();
});

test('an unknown preset is refused with the known ones, as text', async ({ page }) => {
  const app = new App(page);
  await app.open(`#v=1&p=${encodeURIComponent('<script>document.title="owned"</script>')}`);
  await expect(app.problem('unknown-preset')).toContainText(PRESETS[0]?.id ?? '');
  await expect(app.problem('unknown-preset')).toContainText('<script>');
  expect(await page.title()).not.toBe('owned');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
});

test('a link of a newer version is refused with advice', async ({ page }) => {
  const app = new App(page);
  await app.open('#v=99&p=qemu-as-mailed&s=5');
  await expect(app.problem('newer-version')).toContainText('got 99');
  await expect.poll(() => app.step()).toBeGreaterThan(5);
});

test('a link that is too long is refused unread', async ({ page }) => {
  const app = new App(page);
  await app.open(`#v=1&p=${'a'.repeat(5000)}`);
  await expect(app.problem('too-large')).toContainText('at most 4096');
});

test('a digest of another run is reported', async ({ page }) => {
  const app = new App(page);
  await app.openAt(30, '&sem=1&d=0123456789abcdef');
  await expect(page.locator('[data-code=drift]')).toContainText('0123456789abcdef');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.locator('[data-code=drift]')).toHaveCount(0);
});

test('an unknown recording is refused with the known ones', async ({ page }) => {
  await page.goto('./#v=1&t=nothing_here');
  const app = new App(page);
  await expect(app.problem('not-found')).toContainText('expected one of the recordings');
  await app.pickSystem('QEMU as mailed');
  await app.ready();
  await expect.poll(() => app.step()).toBeGreaterThan(0);
});
