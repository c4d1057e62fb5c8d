/** Asking why, by mouse and by keyboard; and looking at a region, a VMA and whoever acts. */
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { violations } from './axe.ts';
import { test } from './warm.ts';

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Page and checks' });

/** The end of the broken order, where pages are lost; and one of them. */
async function openLost(app: App, phone = false): Promise<string> {
  const { page } = app;
  await app.open('#v=1&p=qemu-no-nohugepage&s=99999999');
  if (phone) await app.drawer('Page');
  await page.getByText('MADV_NOHUGEPAGE forgotten before the discards').click();
  const place = inspector(page).locator('.hazard p').first();
  const lost = /page (0x\w+)/.exec((await place.textContent()) ?? '')?.[1] ?? '';
  expect(lost).toMatch(/^0x/);
  return lost;
}

async function select(page: Page, number: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /command/i }).fill(number);
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: `Page ${number}` })).toBeVisible();
}

test('why no fault came for a lost page, by mouse; each link of the chain leads to its step', async ({
  app,
}) => {
  const { page } = app;
  const lost = await openLost(app);
  await select(page, lost);
  const end = await app.step();
  await inspector(page).getByRole('button', { name: 'Why did no fault come here?' }).click();
  const answer = inspector(page).getByRole('region', { name: 'Why did no fault come here?' });
  await expect(answer.getByRole('status')).toContainText(
    /khugepaged collapsed the region at step [\d,]+, before it was armed/,
  );
  await answer.getByRole('button', { name: 'Rule K5' }).click();
  const rule = page.getByRole('dialog', { name: 'Rule K5' });
  await expect(rule).toContainText('the other 511 become zeroes');
  await page.keyboard.press('Escape');
  await expect(rule).toBeHidden();
  const chain = answer.getByRole('list', { name: 'Chain of causes' });
  await expect(chain.getByRole('listitem').first()).toContainText('the migration decides');
  expect(await violations(page)).toEqual([]);
  const collapse = chain.getByRole('button', { name: /is copied into one new 2 MiB page/ });
  const step = Number(/step (\d+)/.exec((await collapse.getAttribute('aria-label')) ?? '')?.[1]);
  await collapse.click();
  await app.atStep(step);
  await expect(collapse).toHaveAttribute('aria-current', 'step');
  await answer.getByRole('button', { name: /^Back to step/ }).click();
  await app.atStep(end);
  await answer.getByRole('button', { name: 'Close the answer' }).click();
  await expect(answer).toHaveCount(0);
});

test('why a bit is set, and why one is not', async ({ app }) => {
  const { page } = app;
  const lost = await openLost(app);
  await select(page, lost);
  await inspector(page).getByRole('button', { name: 'lost, destination: why?' }).click();
  const set = inspector(page).getByRole('region', { name: 'Why this value of “lost” on the destination?' });
  await expect(set.getByRole('status')).toContainText(/“lost” is set since step [\d,]+: page 0x\w+ is lost/);
  await inspector(page).getByText('Bits that are not set').click();
  await inspector(page).getByRole('button', { name: 'received not set, destination: why?' }).click();
  const clear = inspector(page).getByRole('region', {
    name: 'Why this value of “received” on the destination?',
  });
  await expect(clear.getByRole('status')).toContainText(/“received” is not set since step [\d,]+: .* zapped/);
  await expect(set).toHaveCount(0);
});

test('why, by keyboard alone: the answer has the focus, and Tab walks its links', async ({ page }) => {
  const app = new App(page);
  const lost = await openLost(app);
  await page.goto(`./#v=1&p=qemu-no-nohugepage&s=99999999&page=${lost}`);
  await page.reload();
  await app.ready();
  await expect(inspector(page).getByRole('heading', { name: `Page ${lost}` })).toBeVisible();
  await page.keyboard.press('Shift+W');
  const answer = inspector(page).getByRole('region', { name: 'Why did no fault come here?' });
  await expect(answer).toBeFocused();
  await expect(answer.getByRole('list', { name: 'Chain of causes' })).toBeVisible();
  // Rules are fetched with the first answer.
  await expect(answer.getByRole('button', { name: /^Rule / }).first()).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(answer.getByRole('button', { name: 'Close the answer' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(answer.getByRole('button', { name: /^Rule / }).first()).toBeFocused();
  await page.keyboard.press('Tab');
  const first = answer.getByRole('list').getByRole('button').first();
  await expect(first).toBeFocused();
  await page.keyboard.press('Enter');
  await app.atStep(Number(/step (\d+)/.exec((await first.getAttribute('aria-label')) ?? '')?.[1]));
});

test('a region: both hosts, its pages counted, and why it was not collapsed', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&p=qemu-as-mailed&s=0&page=0xa00');
  await app.pick('Phase', 'UFFDIO_REGISTER');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  await inspector(page).getByRole('radio', { name: 'Region' }).check();
  const dst = inspector(page).getByRole('region', { name: 'Region, destination' });
  await expect(dst).toContainText(/Mapped\d+ of 512/);
  await expect(dst.getByRole('list', { name: 'Pages by class' }).getByRole('listitem').first()).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Why was this region not collapsed?' }).click();
  const answer = inspector(page).getByRole('region', { name: 'Why was this region not collapsed?' });
  await expect(answer.getByRole('status')).toContainText(/Its VMA has nh since step/);
  await expect(answer.getByRole('button', { name: 'Rule V10' }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await inspector(page).getByRole('radio', { name: 'VMA' }).check();
  await inspector(page)
    .getByRole('button', { name: /^Flags .*nh, destination: why\?$/ })
    .click();
  await expect(
    inspector(page).getByRole('region', { name: 'Why does the VMA have these flags on the destination?' }),
  ).toContainText(/hugepage_madvise|userfaultfd_register/);
  expect(await violations(page)).toEqual([]);
});

test('who acts: a vCPU and what it waits for, and khugepaged by its lane', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&p=qemu-as-mailed&s=0');
  await app.pick('Phase', 'postcopy: faults and background pages');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  await inspector(page).getByRole('radio', { name: 'Actor' }).check();
  const whom = app.list('Actor');
  await expect(whom).toBeVisible();
  await page.keyboard.press('/');
  const box = page.getByRole('combobox', { name: 'Event query' });
  await box.fill('uffd.fault host=dst');
  await page.keyboard.press('Enter');
  const hits = page.getByRole('listbox', { name: 'Events found' });
  const hit = hits.getByRole('option', { name: /vCPU \d/ }).first();
  const cpu = /vCPU (\d)/.exec((await hit.textContent()) ?? '')?.[1];
  await hit.click();
  await whom.selectOption({ label: `vCPU ${cpu}` });
  const waits = inspector(page).getByRole('button', { name: /^waits for page 0x/ });
  await waits.click();
  await expect(inspector(page).getByRole('region', { name: 'Why does this vCPU wait?' })).toContainText(
    new RegExp(`vCPU ${cpu} touched an armed hole`),
  );
  expect(await violations(page)).toEqual([]);
  // The selected page is marked in the list of hits, and has a lane of its own.
  await expect(hits.locator('[data-about]').first()).toBeVisible();
  await expect(page.getByRole('img', { name: /^page 0x\w+ on the timeline: \d+ events/ })).toBeVisible();
  const timeline = page.getByRole('slider', { name: 'Timeline' });
  const middle = /khugepaged:(\d+)/.exec((await timeline.getAttribute('data-lanes')) ?? '')?.[1];
  await timeline.click({ position: { x: 12, y: Number(middle) } });
  await expect(app.picked('Actor')).toHaveText('khugepaged');
});

test('on a phone: nothing sticks out, and the answer is below its question', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new App(page);
  const lost = await openLost(app, true);
  await page.evaluate((number) => {
    location.hash = `${location.hash}&page=${number}`;
  }, lost);
  await app.drawer('Page');
  await inspector(page).getByRole('button', { name: 'Why did no fault come here?' }).click();
  await expect(
    inspector(page).getByRole('region', { name: 'Why did no fault come here?' }).getByRole('list'),
  ).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);
});
