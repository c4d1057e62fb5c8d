import { expect } from '@playwright/test';
import type { App } from './app.ts';
import { test } from './warm.ts';

async function drop(app: App, name: string, text: string): Promise<void> {
  await app.page
    .getByLabel('Files to open')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

test('opens a shipped recording, with prediction beside measurement', async ({ app }) => {
  const { page } = app;
  await app.openAt(0);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('dialog', { name: 'Open' }).getByRole('button').nth(1).click();
  await expect(page.getByText('A real migration, recorded')).toBeVisible();
  const measured = page
    .getByRole('heading', { name: 'Predicted and measured' })
    .locator('xpath=ancestor::details');
  await expect(measured.getByText(/^AnonHugePages: the prediction is never off by more than/)).toBeVisible();
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  await expect.poll(() => app.linked('t')).toMatch(/^[\w-]+$/);
});

test('a file that is no recording is refused by name, and the app goes on', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await drop(app, 'broken.json', '{"events": [');
  await expect(page.getByRole('alert')).toContainText(/expected/);
  await app.pickSystem('QEMU as coded');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'QEMU as coded' })).toBeVisible();
  await expect.poll(() => app.step()).toBeGreaterThan(0);
});

test('an empty file and hostile names are shown as text', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await drop(app, '<img src=x onerror=alert(1)>.json', '');
  await expect(app.problem('syntax')).toContainText('<img src=x onerror=alert(1)>.json');
  await expect(page.locator('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await app.atStep(100);
});
