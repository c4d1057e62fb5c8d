import { expect } from '@playwright/test';
import { test } from './warm.ts';

test('plays when it is asked to, pauses, and steps by mouse', async ({ app }) => {
  const { page } = app;
  await app.openAt(0);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => app.step()).toBeGreaterThan(100);
  await app.pause();
  const step = await app.step();
  await expect.poll(() => app.linked('s')).toBe(String(step));
  await page.getByRole('button', { name: 'Step forward' }).click();
  await app.atStep(step + 1);
  await page.getByRole('button', { name: 'Step back' }).click();
  await page.getByRole('button', { name: 'Step back' }).click();
  await app.atStep(step - 1);
});

test('scrubs on the timeline by mouse', async ({ app }) => {
  const { page } = app;
  // On this axis a place is a share of the steps.
  await app.openAt(0, '&x=steps');
  const steps = await app.steps();
  const box = await page.getByRole('slider', { name: /step|timeline|playhead/i }).boundingBox();
  if (!box) throw new Error('the timeline has no box');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => app.step()).toBeGreaterThan(steps * 0.4);
  expect(await app.step()).toBeLessThan(steps * 0.8);
});

test('plays by the run’s own time: long waits are waited for', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000);
  await app.pick('Speed', 'true time, 1000 times slower');
  await page.keyboard.press('Space');
  await expect.poll(() => app.step()).toBeGreaterThan(2000);
  await app.pause();
  // In the precopy pass 41,000 events take 54 ms: a thousandth of real time cannot have come to its end.
  expect(await app.step()).toBeLessThan(41_000);
  // Between its last collapses khugepaged sleeps for seconds.
  await app.openAt(53_780);
  await page.keyboard.press('Space');
  await expect(app.transport).toHaveAttribute('data-playing', 'true');
  const step = await app.step();
  await page.keyboard.press('Space');
  expect(step).toBeLessThan(53_790);
});
