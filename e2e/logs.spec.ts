/** Logs of a reader in a browser: dropped from the desk, pasted, given up. */
import { readFileSync } from 'node:fs';
import { constants, deflateRawSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './warm.ts';

const RECORDER = readFileSync(new URL('../engine/read/samples/recorder.tar.gz', import.meta.url));
const KERNEL = '[   12.100001] FAULT_FLAG_ALLOW_RETRY missing 881\n';

test('what a recorder wrote is dropped: it plays, its problem leads to its line, on a desk and on a phone', async ({
  app,
}) => {
  const { page } = app;
  await app.openAt(100);
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'recorder.tar.gz'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, RECORDER.toString('base64'));
  const logs = page.getByRole('region', { name: 'What these logs say' });
  await expect(logs.getByRole('heading', { name: /calls-\d+\.strace\.txt/ })).toBeVisible();
  await expect(page.getByText('Recording recorder.tar.gz').first()).toBeVisible();
  await app.idle();
  await logs
    .getByRole('button', { name: /line [\d,]+$/ })
    .first()
    .click();
  await expect(logs.getByRole('region', { name: /around line/ }).locator('[data-here]')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await violations(page, { contrast: 'no' })).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await logs.getByRole('button', { name: 'Close the logs' }).click();
  await expect(logs).toBeHidden();
});

test('a log is pasted and closed by keyboard; the run stays', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, KERNEL);
  const logs = page.getByRole('region', { name: 'What these logs say' });
  await expect(logs.getByText(/^A fault on memory with userfaultfd was not allowed/)).toBeVisible();
  await logs.getByRole('button', { name: 'line 1', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(logs.locator('[data-here]')).toContainText('missing 881');
  await logs.getByRole('button', { name: 'Close the logs' }).focus();
  await page.keyboard.press('Enter');
  await expect(logs).toBeHidden();
  await app.atStep(100);
});

/** A packed log that nobody waits for: 1.6 GB in a file of some MB. Its end, which is never read, is missing. */
function endless(): Buffer {
  const part = deflateRawSync(Buffer.alloc(16 * 1024 * 1024, KERNEL), {
    finishFlush: constants.Z_FULL_FLUSH,
  });
  return Buffer.concat([
    Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
    ...Array.from({ length: 100 }, () => part),
  ]);
}

test('reading a long log is given up, begun again, and closed', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await page
    .locator('#file-picker')
    .setInputFiles({ name: 'long.gz', mimeType: 'application/gzip', buffer: endless() });
  const logs = page.getByRole('region', { name: 'What these logs say' });
  await logs.getByRole('button', { name: 'Cancel' }).click();
  await expect(logs.getByText('Reading was cancelled.')).toBeVisible();
  await logs.getByRole('button', { name: 'Read again' }).click();
  await expect(logs.getByRole('progressbar')).toBeVisible();
  await logs.getByRole('button', { name: 'Close the logs' }).click();
  await app.idle();
  await app.atStep(100);
});
