import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('plays on its own, pauses, and steps by mouse', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await expect.poll(() => app.step()).toBeGreaterThan(100);
  await app.pause();
  // The address is written once it stands still.
  await expect.poll(() => app.linked('s')).not.toBeNull();
  const step = Number(await app.linked('s'));
  await app.atStep(step);
  await page.getByRole('button', { name: 'Step forward' }).click();
  await app.atStep(step + 1);
  await page.getByRole('button', { name: 'Step back' }).click();
  await page.getByRole('button', { name: 'Step back' }).click();
  await app.atStep(step - 1);
});

test('plays and steps by keyboard', async ({ page }) => {
  const app = new App(page);
  await app.openAt(1000);
  await page.keyboard.press('ArrowRight');
  await app.atStep(1001);
  await page.keyboard.press('Shift+ArrowRight');
  await app.atStep(1101);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await app.atStep(1000);
  await page.keyboard.press('End');
  await app.atStep(await app.steps());
  await page.keyboard.press('Home');
  await app.atStep(0);
  await page.keyboard.press(' ');
  await expect(app.transport).toHaveAttribute('data-playing', 'true');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  await page.keyboard.press(' ');
  await expect(app.transport).toHaveAttribute('data-playing', 'false');
});

test('arrow keys step while a list has the focus', async ({ page }) => {
  const app = new App(page);
  await app.openAt(1000);
  await app.list('Lens').focus();
  await page.keyboard.press('ArrowRight');
  await app.atStep(1001);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await app.atStep(999);
  await expect(app.picked('Lens')).toHaveText('Migration');
});

test('jumps from phase to phase by list, button and key', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await app.pick('Phase', 'MADV_DONTNEED flood');
  await expect(app.picked('Phase')).toHaveText('MADV_DONTNEED flood');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const flood = await app.step();
  await page.getByRole('button', { name: 'Next phase' }).click();
  await expect.poll(() => app.step()).toBeGreaterThan(flood);
  await page.keyboard.press('[');
  await app.atStep(flood);
  await page.keyboard.press(']');
  await expect.poll(() => app.step()).toBeGreaterThan(flood);
});

test('says each step in words and, where there is one, as a call', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await app.pick('Phase', 'MADV_DONTNEED flood');
  const call = app.transport.getByText('MADV_DONTNEED)');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  // Not every event is a call: the first one of the flood comes within a few.
  for (let n = 0; n < 5 && !(await call.isVisible()); n++) {
    const step = await app.step();
    await page.keyboard.press('ArrowRight');
    await app.atStep(step + 1);
  }
  await expect(call).toContainText(/^madvise\(.*MADV_DONTNEED\) += 0/);
});

test('the speed list changes how fast it plays', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await app.pick('Speed', '1 event/s');
  await page.getByRole('button', { name: 'Play' }).click();
  await app.atStep(1);
  await app.atStep(2);
  await app.pause();
  expect(await app.step()).toBeLessThan(10);
});

test('asked for less motion, it waits at the moment the guest stops', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const app = new App(page);
  await app.open();
  await expect(app.transport).toHaveAttribute('data-playing', 'false');
  await expect(app.picked('Phase')).toHaveText('stop');
});

test('scrubs on the timeline by mouse', async ({ page }) => {
  const app = new App(page);
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

test('lists its keys', async ({ page }) => {
  const app = new App(page);
  await app.openAt(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Previous phase');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('plays by the run’s own time: long waits are waited for', async ({ page }) => {
  const app = new App(page);
  await app.openAt(2000);
  await app.pick('Speed', 'true time, 1000 times slower');
  await page.keyboard.press('Space');
  await expect.poll(() => app.step()).toBeGreaterThan(2000);
  await app.pause();
  // In the precopy pass 41,000 events take 54 ms: a thousandth of real time cannot have come to its end.
  expect(await app.step()).toBeLessThan(41_000);
  // Between its last collapses khugepaged sleeps for seconds.
  await page.goto('about:blank');
  await app.openAt(53_780);
  await page.keyboard.press('Space');
  await expect(app.transport).toHaveAttribute('data-playing', 'true');
  const step = await app.step();
  await page.keyboard.press('Space');
  expect(step).toBeLessThan(53_790);
});
