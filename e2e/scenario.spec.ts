import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { CHANGES } from '../engine/reference.ts';
import { App } from './app.ts';

test('switches the system and says what it asks', async ({ page }) => {
  const app = new App(page);
  await app.openAt(500);
  await app.pickSystem('QEMU as coded');
  await expect(page.getByRole('heading', { name: 'QEMU as coded' })).toBeVisible();
  await expect(app.picked('MADV_HUGEPAGE again')).toHaveText('at cleanup, as coded');
  await app.pause();
  await expect.poll(() => app.linked('p')).toBe('qemu-as-coded');
});

test('the list of systems works by keyboard', async ({ page }) => {
  const app = new App(page);
  await app.openAt(500);
  const opener = page.getByRole('button', { name: /^System:/ });
  const systems = page.getByRole('dialog', { name: 'Systems' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(systems.getByRole('button', { name: 'QEMU as mailed' })).toBeFocused();
  await expect(systems.locator('[aria-current=true]')).toContainText('How does one precopy pass');
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

test('changes the guest and stays at the same phase while paused', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await app.pick('Phase', 'MADV_DONTNEED flood');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const small = await app.steps();
  await app.pick('Guest memory', '1 GiB');
  await expect.poll(() => app.steps()).toBeGreaterThan(small * 4);
  await expect(app.picked('Phase')).toHaveText('MADV_DONTNEED flood');
  await expect(page.getByRole('button', { name: /^Guest 1 GiB/ })).toBeVisible();
});

test('says under the field why a value is refused, and keeps the run', async ({ page }) => {
  const app = new App(page);
  await app.openAt(700);
  const steps = await app.steps();
  const rate = page.getByRole('textbox', { name: /Bandwidth/ });
  await rate.fill('0');
  await rate.press('Enter');
  await expect(page.getByText(/wire\.bandwidth: expected a whole number from/)).toBeVisible();
  await expect(rate).toHaveAttribute('aria-invalid', 'true');
  expect(await app.steps()).toBe(steps);
  await rate.fill('100');
  await rate.press('Enter');
  await expect(rate).not.toHaveAttribute('aria-invalid', 'true');
  await expect.poll(() => app.linked('wire.bandwidth')).toBe('100000000');
});

test('without NOHUGEPAGE and with khugepaged at the worst moment, the checks name lost pages', async ({
  page,
}) => {
  const app = new App(page);
  await app.openAt(0);
  const checks = page.getByRole('complementary', { name: 'Page and checks' });
  await expect(checks.getByText('every page kept').locator('..')).toContainText('✓');
  await app.pickSystem('QEMU without NOHUGEPAGE');
  await expect(checks.getByText('every page kept').locator('..')).toContainText('lost');
});

test('an edit of a knob runs another log', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  const digest = () => app.linked('d');
  await expect.poll(digest).not.toBeNull();
  const before = await digest();
  await app.pick('Flood of MADV_DONTNEED', 'a call a run of pages');
  await expect.poll(digest).not.toBe(before);
  await page.getByRole('button', { name: 'Back to the preset’s values' }).click();
  await expect.poll(digest).toBe(before);
});

test('a long run can be cancelled, and another one started', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const app = new App(page);
  await app.openAt(0);
  await app.pick('Guest memory', '16 GiB');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The run was cancelled.')).toBeVisible();
  await app.pick('Guest memory', '64 MiB');
  await expect(page.getByText('The run was cancelled.')).toHaveCount(0);
  await app.steps();
});

test('a kernel of 2017 leaves split huge pages split, and a sheet says what changed since', async ({
  page,
}) => {
  const app = new App(page);
  await app.openAt(500);
  await app.pick('Era', '2017');
  await expect.poll(() => app.linked('era')).toBe('2017');
  await page.getByRole('button', { name: 'What changed since the mail' }).click();
  const sheet = page.getByRole('dialog', { name: 'What changed since the mail' });
  await expect(sheet.getByRole('row')).toHaveCount(CHANGES.length + 1);
  await expect(sheet.getByRole('row', { name: /page_compound/ })).toContainText('K9');
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toHaveCount(0);
});

test('costs are a choice, and a sheet says where they are from', async ({ page }) => {
  const app = new App(page);
  await app.openAt(500);
  await app.pick('Costs', 'published');
  await expect.poll(() => app.linked('costs')).toBe('published');
  await page.getByRole('button', { name: 'Where the costs are from' }).click();
  const sheet = page.getByRole('dialog', { name: 'Costs' });
  await expect(sheet).toContainText('nothing here was checked against a machine');
  await expect(sheet.getByRole('row', { name: /^uffdCopy/ })).toContainText('estimate N16: from 1 to 2 µs');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});
