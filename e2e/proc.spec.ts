import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { test } from './warm.ts';

const textOf = (page: Page, name: string) => page.getByRole('region', { name });

async function openTools(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'What the tools print' }).click();
  await expect(page.getByRole('radio', { name: 'smaps' })).toBeChecked();
}

test('the panel is fetched when it is opened, follows the playhead and marks what changed', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (r) => fetched.push(new URL(r.url()).pathname));
  const app = new App(page);
  await app.openAt(0);
  expect(fetched.filter((path) => /ProcPanel|\/proc-/.test(path))).toEqual([]);
  await openTools(page);
  const smaps = textOf(page, 'smaps, Destination');
  await expect(smaps).toHaveAttribute('data-step', '0');

  // The step after the phase begins is MADV_NOHUGEPAGE itself.
  await app.pick('Phase', 'MADV_NOHUGEPAGE');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const step = await app.step();
  await expect(smaps).toHaveAttribute('data-step', String(step));
  await expect(smaps).toContainText(/VmFlags: +rd wr mr mw me ac hg/);
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(smaps).toHaveAttribute('data-step', String(step + 1));
  const flags = smaps.getByRole('listitem').filter({ hasText: 'VmFlags' });
  await expect(flags).toContainText(
    /~changed: VmFlags: +rd wr mr mw me ac nh before: VmFlags: +rd wr mr mw me ac hg/,
  );
  await expect(smaps.getByRole('listitem').filter({ hasText: 'THPeligible' })).toContainText('changed');
  await expect(smaps.getByRole('listitem').filter({ hasText: 'Size' })).not.toContainText('changed');
  await expect(page.getByText('2 lines differ from the step before')).toBeVisible();

  await page.getByRole('radio', { name: 'Source', exact: true }).check();
  await expect(textOf(page, 'smaps, Source')).toContainText(/VmFlags: +rd wr mr mw me ac hg/);
  await expect(page.getByText('Nothing differs from the step before.')).toBeVisible();
});

test('every tool has its text, by keyboard too', async ({ app }) => {
  const { page } = app;
  await app.openAt(40_000, '&page=0x1a47');
  await openTools(page);
  await page.getByRole('radio', { name: 'smaps' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(textOf(page, 'pagemap, Destination')).toContainText(/0x[0-9a-f]+.*: 63 present, 56 exclusive/);
  await expect(page.getByText('Around page 0x1a47.')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(textOf(page, 'thpmaps, Destination')).toContainText(
    'hugepages-2048kB/stats/nr_anon_partially_mapped',
  );
  await page.keyboard.press('ArrowRight');
  await expect(textOf(page, 'vmstat, Destination')).toContainText(/thp_fault_alloc \d+/);
  await app.atStep(40_000);
});

test('it goes along while the run plays', async ({ app }) => {
  const { page } = app;
  await app.openAt(1000);
  await openTools(page);
  const smaps = textOf(page, 'smaps, Destination');
  await expect(smaps).toHaveAttribute('data-step', '1000');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(async () => Number(await smaps.getAttribute('data-step'))).toBeGreaterThan(2000);
  await app.pause();
  await app.idle();
  expect(Number(await smaps.getAttribute('data-step'))).toBe(await app.step());
});

test('fits a phone without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new App(page);
  await app.openAt(40_000, '&page=0x1a47');
  await app.drawer('Page');
  await openTools(page);
  await page.getByRole('radio', { name: 'pagemap' }).check();
  await expect(textOf(page, 'pagemap, Destination')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
