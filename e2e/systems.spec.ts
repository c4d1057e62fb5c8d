import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './warm.ts';

test('a sheet has every scenario, and one is taken by its words without a reload', async ({ app }) => {
  const { page } = app;
  await app.openAt(500);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.getByRole('button', { name: 'Change scenario…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Scenarios' });
  expect(await violations(page, { include: 'dialog' })).toEqual([]);
  await sheet.getByRole('searchbox', { name: 'Find a scenario' }).fill('clr');
  await sheet.getByRole('button', { name: /^CRIU with MADV_CLR_HUGEPAGE/ }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('heading', { name: 'CRIU with MADV_CLR_HUGEPAGE' })).toBeVisible();
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('every VMA is compared with the source: CRIU’s NOHUGEPAGE leaves its mark', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&p=criu-nohugepage&s=999999');
  const vmas = page.getByRole('table', { name: 'Flags of memory, VMA by VMA' });
  await expect(vmas.getByRole('row').filter({ hasText: 'differs' }).first()).toContainText('nh');
  await app.open('#v=1&p=criu-clr-hugepage&s=999999');
  await expect(vmas.getByRole('row').filter({ hasText: 'equal' }).first()).toBeVisible();
  await expect(vmas.getByRole('row').filter({ hasText: 'differs' })).toHaveCount(0);
});

test('a fault strikes at the step on screen, travels in the link, and is taken out again', async ({
  app,
}) => {
  const { page } = app;
  await app.openAt(0);
  await app.pick('Phase', 'postcopy: faults and background pages');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const step = await app.step();
  const digest = await expect
    .poll(() => app.linked('d'))
    .not.toBeNull()
    .then(() => app.linked('d'));
  await page.getByRole('heading', { name: 'Break something' }).click();
  await page.getByRole('button', { name: 'Cut the network here for 20 ms' }).click();
  await expect.poll(() => app.linked('faults')).toBe(`cut=20ms@#${step}`);
  await expect.poll(() => app.linked('d')).not.toBe(digest);
  await expect(page.getByRole('list', { name: 'Faults' }).getByRole('listitem')).toHaveCount(1);
  const url = await app.link();
  await app.openAt(0);
  await app.open(new URL(url).hash);
  await expect.poll(() => app.linked('faults')).toBe(`cut=20ms@#${step}`);
  await page.getByRole('button', { name: `Remove cut=20ms@#${step}` }).click();
  await expect.poll(() => app.linked('d')).toBe(digest);
});

test('a fault that cannot be says why, and the run stays', async ({ app }) => {
  const { page } = app;
  await app.openAt(700);
  await page.getByRole('heading', { name: 'Break something' }).click();
  const line = page.getByRole('textbox', { name: /^As one line/ });
  await line.fill('meteor@#5');
  await line.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'meteor' })).toBeVisible();
  await app.atStep(700);
});

test('a hazard tells its causes, jumps to them, and its fix removes it', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&p=qemu-no-nohugepage&s=100');
  await app.atStep(100);
  const hazards = page.getByRole('list', { name: 'Hazards', exact: true });
  await page.getByText('Later in this run (1)').click();
  await page.getByRole('list', { name: 'Hazards later in this run' }).getByText('H2').click();
  const chain = page.getByRole('list', { name: 'Chain of causes' });
  const first = chain.getByRole('button').first();
  const step = Number(/^Go to step (\d+):/.exec((await first.getAttribute('aria-label')) ?? '')?.[1]);
  await first.press('Enter');
  await app.atStep(step);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Apply the fix' }).first().click();
  await expect(page.getByRole('region', { name: 'Changed' })).toBeVisible();
  await expect(hazards.getByText('H2')).toHaveCount(0);
  await page.getByText('Outcome of the run').click();
  const kept = page.getByRole('complementary', { name: 'Page and checks' }).getByText('Every page kept');
  await expect(kept.locator('..')).toContainText('✓');
});

test('dirty tracking draws what each tracker costs, with the values as a table', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&p=tracking-ring&s=100');
  const chart = page.getByRole('img', { name: /^Cost of a round against guest size/ });
  await expect(chart).toContainText('dirty ring');
  await expect(page.getByRole('img', { name: /^Cost of a round against pages dirtied/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
