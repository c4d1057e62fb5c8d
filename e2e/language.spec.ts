/** The page and its workers in another language: what only a built page shows, as parts are loaded in an order. */
import { expect, test } from '@playwright/test';

test.use({ locale: 'zh-CN' });

test('a browser that speaks Chinese gets the page and the engine in Chinese, and may switch', async ({
  page,
}) => {
  await page.goto('#v=1&p=qemu-as-mailed&s=52000');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  // A text of the page, and a sentence of the worker.
  await expect(page.getByRole('button', { name: '分享链接' })).toBeVisible();
  await expect(page.getByText(/^源端清除页 0x[0-9a-f]+ 的位/).first()).toBeVisible();
  await page.getByRole('button', { name: '切换语言为 English' }).first().click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('button', { name: 'Share link' })).toBeVisible();
});
