import { expect } from '@playwright/test';
import type { App } from './app.ts';
import { test } from './warm.ts';

const stepOf = (app: App, run: 'A' | 'B') => app.page.locator(`[data-run=${run}]`);

test('two systems by mouse: fields, where they part, and what each cost', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open('#v=1&p=qemu-no-nohugepage&s=100');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Compare' });
  await expect(page.getByRole('region', { name: 'A · QEMU without NOHUGEPAGE · Destination' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'B · QEMU as mailed · Destination' })).toBeVisible();
  const costs = panel.getByRole('table', { name: 'Cost of each run' });
  await expect(costs.getByRole('row', { name: /^pages lost/ })).toContainText(/pages lost1,9320/);
  await panel.getByRole('button', { name: /^The runs are identical up to step/ }).click();
  const parts = await panel.getByRole('button', { name: /^The runs are identical/ }).textContent();
  const parting = Number(parts?.replace(/\D/g, ''));
  await app.atStep(parting);
  await expect(panel.getByRole('listitem').nth(1)).toContainText('sets nh');

  const flag = page
    .getByRole('list', { name: 'Hazards and marks on the timeline' })
    .getByRole('button', { name: /The runs part here/ });
  await page.keyboard.press('Home');
  await flag.click();
  await app.atStep(parting);

  // The run beside goes along, by phase and by event.
  await page.keyboard.press('End');
  await expect(stepOf(app, 'B')).toHaveText(/53.790/);
  await panel.getByRole('radio', { name: 'event' }).check();
  await page.getByRole('slider', { name: 'Timeline' }).press('Home');
  await page.getByRole('slider', { name: 'Timeline' }).press('ArrowRight');
  await expect(stepOf(app, 'A')).toHaveText('step 1');
  await expect(stepOf(app, 'B')).toHaveText('step 1');
  await panel.getByRole('radio', { name: 'Source' }).check();
  await expect(page.getByRole('region', { name: /^B · .* · Source$/ })).toBeVisible();

  // A link shows the same elsewhere.
  await expect.poll(() => app.linked('vs')).toBe('p=qemu-as-mailed');
  await expect.poll(() => app.linked('by')).toBe('events');
  const elsewhere = await app.elsewhere();
  await expect(elsewhere.page.getByRole('region', { name: 'B · QEMU as mailed · Source' })).toBeVisible();
  await expect(elsewhere.page.getByRole('radio', { name: 'event' })).toBeChecked();
  await elsewhere.page.context().close();

  await panel.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(page.getByRole('region', { name: /^A · QEMU as mailed/ })).toBeVisible();
  await panel.getByRole('button', { name: 'End the comparison' }).click();
  await expect(page.getByRole('region', { name: 'Destination', exact: true })).toBeVisible();
  await expect(panel).toHaveCount(0);
});

test('a branch and its parent by keyboard: the same until the fault', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open(`#v=1&p=qemu-as-mailed&faults=${encodeURIComponent('pressure@#45000')}&s=45000`);
  await page.keyboard.press('c');
  const panel = page.getByRole('region', { name: 'Compare' });
  const beside = panel.getByRole('combobox', { name: 'Compare with (B)' });
  await expect(beside.locator('option:checked')).toHaveText('The same scenario without changes');
  const part = panel.getByRole('button', { name: /^The runs are identical up to step/ });
  await part.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => app.step()).toBeGreaterThanOrEqual(45_000);
  const radio = panel.getByRole('radio', { name: 'phase' });
  await radio.focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('radio', { name: 'time' })).toBeChecked();
  await page.keyboard.press('Escape');
  await beside.focus();
  await beside.selectOption({ label: 'QEMU as coded' });
  await expect(page.getByRole('region', { name: /^B · QEMU as coded/ })).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).focus();
  await page.keyboard.press('c');
  await expect(panel).toHaveCount(0);
});

test('a simulation beside a recording of a real migration', async ({ app }) => {
  const { page } = app;
  await app.open(`#v=1&p=qemu-as-mailed&s=300&vs=${encodeURIComponent('t=q1-hot')}`);
  await expect(page.getByRole('region', { name: 'B · Recording q1-hot · Destination' })).toBeVisible();
  const costs = page.getByRole('table', { name: 'Cost of each run' });
  await expect(costs.getByRole('row', { name: /^UFFDIO_COPY calls/ })).toContainText(/3,088/);
  await expect(costs.getByRole('row', { name: /^pages lost/ })).toContainText('–');
});
