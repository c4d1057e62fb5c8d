import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './warm.ts';

test('the palette finds commands by their words, and goes to steps and pages by number', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: /Find a command/ });
  await field.fill('lens huge');
  await expect(page.getByRole('listbox', { name: 'Commands' }).getByRole('option')).toHaveText([
    /^Lens: Huge pages/,
  ]);
  expect(await violations(page, { include: '.palette' })).toEqual([]);
  await field.press('Enter');
  await expect(field).toHaveCount(0);
  await expect(app.picked('Lens')).toHaveText('Huge pages');

  await page.keyboard.press('Control+k');
  await field.fill('1234');
  await field.press('Enter');
  await app.atStep(1234);
  await page.keyboard.press('Control+k');
  await field.fill('0x1a47');
  await page.getByRole('option', { name: 'Select page 0x1a47' }).click();
  await expect(page.getByRole('heading', { name: 'Page 0x1a47' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await field.fill('no such words');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing matches' })).toBeAttached();
  await field.press('Escape');
  await expect(field).toHaveCount(0);
});

test('changes of view are undone and done again', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await page.keyboard.press('Home');
  await app.atStep(0);
  await app.pick('Lens', 'EPT');
  await page.getByRole('slider', { name: 'Timeline' }).press('+');
  await expect(page.getByRole('button', { name: 'Show all', exact: true })).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Show all', exact: true })).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(app.picked('Lens')).toHaveText('Migration');
  await page.keyboard.press('Control+z');
  await app.atStep(100);
  await page.keyboard.press('Control+Shift+Z');
  await app.atStep(0);

  await app.pickSystem('QEMU as coded');
  await expect(page.getByRole('heading', { name: 'QEMU as coded' })).toBeVisible();
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { name: 'QEMU as mailed' })).toBeVisible();
  await app.atStep(0);
});

test('a presentation hides what is around, and a clicker goes through phases and stories', async ({
  app,
}) => {
  const { page } = app;
  await app.openAt(0);
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Share link' })).toBeHidden();
  await expect(page.getByRole('complementary', { name: 'Page and checks' })).toBeHidden();
  await page.keyboard.press('PageDown');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  await page.keyboard.press('PageUp');
  await app.atStep(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /Find a command/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    location.hash = '#v=1&p=qemu-as-mailed&st=the-mail.2';
  });
  await expect(page.getByRole('article')).toContainText('2 of');
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('article')).toContainText('3 of');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('article')).toContainText('2 of');
  await page.getByRole('button', { name: 'Leave the presentation' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Share link' })).toBeVisible();
});

test('with forced colours the page keeps its outlines and names', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ forcedColors: 'active' });
  await app.openAt(2000, '&page=0x1a47');
  expect(await violations(page, { contrast: 'no' })).toEqual([]);
  const border = (name: string) =>
    page.getByRole('button', { name, exact: true }).evaluate((el) => getComputedStyle(el).borderTopColor);
  const text = await page.evaluate(() => getComputedStyle(document.body).color);
  expect(await border('Play')).toBe(text);
  const outline = await page
    .getByRole('button', { pressed: true })
    .first()
    .evaluate((el) => getComputedStyle(el).outlineStyle);
  expect(outline).toBe('solid');
});
