/** Asking the run by keyboard: queries, breaks, and steps by what causes what. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a query is typed with completion, counted, and its lines jump', async ({ page }) => {
  const app = new App(page);
  await app.openAt(4000);
  await page.keyboard.press('/');
  const panel = page.getByRole('region', { name: 'Events by query' });
  const box = panel.getByRole('combobox', { name: 'Query over events' });
  await expect(box).toBeFocused();
  await box.pressSequentially('uffd.cop');
  await expect(panel.getByRole('option', { name: /uffd\.copy/ }).first()).toBeVisible();
  await box.fill('uffd.copy host=dst');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status').first()).toContainText(/\d+ events/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
});

test('running goes to the next break and back to the one before', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await page.keyboard.press('/');
  const panel = page.getByRole('region', { name: 'Events by query' });
  const box = panel.getByRole('combobox', { name: 'Query over events' });
  await box.fill('uffd.register');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Break on these' }).click();
  await page.getByRole('button', { name: 'Run to next break' }).click();
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const hit = await app.step();
  await page.getByRole('button', { name: 'Next phase' }).click();
  await page.getByRole('button', { name: 'Run to previous break' }).click();
  await app.atStep(hit);
});

test('into a call, and back to it', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await app.pick('Phase', 'MADV_DONTNEED flood');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const call = await app.step();
  await page.keyboard.press('k');
  await expect.poll(() => app.step()).not.toBe(call);
  await page.keyboard.press('Shift+K');
  await app.atStep(call);
});
