import { expect } from '@playwright/test';
import { test } from './warm.ts';

test('a click on a field keeps the page in the inspector and the link; its history leads to its steps', async ({
  app,
}) => {
  const { page } = app;
  await app.openAt(40_000);
  await expect(page.getByText('Click to keep it here.')).toBeVisible();
  await page.getByRole('group', { name: /^Destination/ }).click({ position: { x: 160, y: 30 } });
  const title = page.getByRole('heading', { name: /^Page 0x/ });
  await expect(title).toBeVisible();
  await expect.poll(() => app.linked('page')).toMatch(/^0x[0-9a-f]+$/);
  const line = page.getByRole('button', { name: /^Go to step \d+/ }).last();
  const step = Number(/\d+/.exec((await line.getAttribute('aria-label')) ?? '')?.[0]);
  await line.click();
  await app.atStep(step);
  await expect(title).toBeVisible();
  await page.getByRole('button', { name: /^Clear the selection of page/ }).click();
  await expect.poll(() => app.linked('page')).toBeNull();
});

test('keys, wheel and drag zoom and pan a field, and a drag selects nothing', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000);
  const field = page.getByRole('group', { name: /^Source:/ });
  const box = await field.boundingBox();
  if (!box) throw new Error('the field has no box');
  const middle = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  const shown = page.getByRole('heading', { name: /^Page 0x/ });
  /** The page near a corner; what is there changes whenever the field zooms or pans. */
  const corner = async () => {
    await page.mouse.move(box.x + box.width - 40, box.y + box.height - 30);
    await page.mouse.move(box.x + 160, box.y + 30);
    await app.idle();
    return (await shown.count()) > 0 ? shown.textContent() : null;
  };
  const whole = await corner();
  await field.focus();
  await page.keyboard.press('+');
  await expect.poll(corner).not.toBe(whole);
  await page.keyboard.press('0');
  await expect.poll(corner).toBe(whole);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -500);
  await expect.poll(corner).not.toBe(whole);
  const near = await corner();
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 60, middle.y + 40, { steps: 3 });
  await page.mouse.up();
  await expect.poll(corner).not.toBe(near);
  expect(await app.linked('page')).toBeNull();
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, 5000);
  await expect.poll(corner).toBe(whole);
});

test('the cursor of a field stays in view', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000, '&page=0x0');
  const field = page.getByRole('group', { name: /^Source:/ });
  await field.focus();
  for (let n = 0; n < 8; n++) await page.keyboard.press('+');
  await page.keyboard.press('End');
  const box = await field.boundingBox();
  if (!box) throw new Error('the field has no box');
  // Of the last page's region, which is larger than the field now, the lower right part is in view, above the lines at the bottom.
  await page.mouse.move(box.x + box.width - 6, box.y + box.height - 72);
  await page.mouse.click(box.x + box.width - 6, box.y + box.height - 72);
  await expect.poll(() => app.linked('page')).toBe('0x3fff');
});

test('flags of guest memory follow the calls', async ({ app }) => {
  const { page } = app;
  await app.openAt(0);
  const flags = page.getByRole('region', { name: 'Destination' });
  await app.pick('Phase', 'MADV_DONTNEED flood');
  // As it is read: what a flag means is hidden until it is asked for.
  const read = { useInnerText: true };
  await expect(flags).toContainText('VM_NOHUGEPAGE (nh): set', read);
  await page.keyboard.press('End');
  await expect(flags).toContainText('VM_HUGEPAGE (hg): set', read);
  await expect(flags).toContainText('VM_NOHUGEPAGE (nh): not set', read);
});
