import { expect } from '@playwright/test';
import { violationsInThemes } from './axe.ts';
import { test } from './warm.ts';

test('a kernel term explains itself by hover and by focus, above everything, and Escape hides it', async ({
  app,
}) => {
  const { page } = app;
  await app.openAt(2000, '&page=0x1a47');
  const rail = page.getByRole('complementary', { name: 'Page and checks' });
  const pmd = rail.getByRole('button', { name: 'PMD', exact: true });
  const tip = page.getByRole('tooltip').filter({ hasText: 'page table level above' });
  await expect(tip).toBeHidden();
  await pmd.hover();
  await expect(tip).toBeVisible();
  expect((await tip.boundingBox())?.x).toBeGreaterThanOrEqual(8);
  await page.mouse.move(600, 700);
  await expect(tip).toBeHidden();
  await pmd.focus();
  await expect(tip).toBeVisible();
  await expect(pmd).toHaveAccessibleDescription(/page table level above/);
  await page.keyboard.press('Escape');
  await expect(tip).toBeHidden();
  await app.atStep(2000);
});

test('flags, checks and stories have their terms', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000);
  const flag = page
    .getByRole('region', { name: 'Destination' })
    .locator('.term')
    .filter({ has: page.getByRole('button', { name: 'hg', exact: true }) });
  await flag.getByRole('button').focus();
  await expect(flag.getByRole('tooltip')).toBeVisible();
  await expect(flag.getByRole('tooltip')).toContainText('huge pages are wanted here');
  await app.open('#v=1&p=qemu-as-mailed&s=100&st=the-mail.6');
  const term = page.getByRole('article').locator('.term').first();
  await term.getByRole('button').focus();
  await expect(term.getByRole('tooltip')).toBeVisible();
});

test('the glossary is found by key, searched, and accessible', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await page.keyboard.press('g');
  const sheet = page.getByRole('dialog', { name: 'Glossary' });
  await sheet.getByRole('searchbox', { name: 'Find a term' }).fill('dirty ring');
  await expect(sheet.getByRole('term')).toHaveText(['dirty ring']);
  expect(await violationsInThemes(page, 'dialog[open]')).toEqual([]);
  await sheet.getByRole('searchbox').fill('no such thing');
  await expect(sheet.getByText('No term matches.')).toBeVisible();
});
