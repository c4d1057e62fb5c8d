import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a click on a field keeps the page in the inspector and the link; its history leads to its steps', async ({
  page,
}) => {
  const app = new App(page);
  await app.openAt(40_000);
  await expect(page.getByText('Point at a page')).toBeVisible();
  await page.getByRole('group', { name: /^Destination/ }).click({ position: { x: 60, y: 30 } });
  const title = page.getByRole('heading', { name: /^Page 0x/ });
  await expect(title).toBeVisible();
  await expect.poll(() => app.linked('page')).toMatch(/^0x[0-9a-f]+$/);
  const line = page.getByRole('button', { name: /^Go to step \d+/ }).last();
  const step = Number(/\d+/.exec((await line.getAttribute('aria-label')) ?? '')?.[0]);
  await line.click();
  await app.atStep(step);
  await expect(title).toBeVisible();
  await page.getByRole('button', { name: /^Let go of page/ }).click();
  await expect.poll(() => app.linked('page')).toBeNull();
});

test('flags of guest memory follow the calls', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  const flags = page.getByRole('region', { name: 'Destination' });
  await app.pick(/Phase$/, 'MADV_DONTNEED flood');
  await expect(flags).toContainText('nh set');
  await page.keyboard.press('End');
  await expect(flags).toContainText('hg set');
  await expect(flags).toContainText('nh not set');
});
