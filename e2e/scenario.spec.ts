import { expect } from '@playwright/test';
import { test } from './warm.ts';

test('switches the system and says what it asks', async ({ app }) => {
  const { page } = app;
  await app.openAt(500);
  await app.pickSystem('QEMU as coded');
  await expect(page.getByRole('heading', { name: 'QEMU as coded' })).toBeVisible();
  await expect(app.picked('MADV_HUGEPAGE again')).toHaveText('at cleanup, as coded');
  await expect.poll(() => app.linked('p')).toBe('qemu-as-coded');
});

test('the list of systems works by keyboard', async ({ app }) => {
  const { page } = app;
  await app.openAt(500);
  const opener = page.getByRole('button', { name: /^System:/ });
  const systems = page.getByRole('dialog', { name: 'Systems' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(systems.getByRole('button', { name: 'QEMU as mailed' })).toBeFocused();
  await expect(systems.locator('[aria-current=true]')).toContainText('How do one precopy pass');
  await page.keyboard.press('Escape');
  await expect(systems).toBeHidden();
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(systems).toBeHidden();
  await expect(opener).toBeFocused();
  await expect(opener).toHaveText('System: QEMU as coded');
  await expect(page.getByRole('heading', { name: 'QEMU as coded' })).toBeVisible();
});
