/** Asking the run by keyboard: queries, breaks, and steps by what causes what. */
import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './warm.ts';

test('a query is typed with completion, counted, and its lines jump', async ({ app }) => {
  const { page } = app;
  await app.openAt(4000);
  await page.keyboard.press('/');
  const panel = page.getByRole('region', { name: 'Find events' });
  const box = panel.getByRole('combobox', { name: 'Event query' });
  await expect(box).toBeFocused();
  await box.pressSequentially('uffd.cop');
  await expect(panel.getByRole('option', { name: /uffd\.copy/ }).first()).toBeVisible();
  await box.fill('uffd.copy host=dst');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status').first()).toContainText(/\d+ events/);
  expect(await violations(page)).toEqual([]);
});
