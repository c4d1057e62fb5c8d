/** Playing, stepping and jumping, as the transport, the keys and the lists do it. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import {
  atStep,
  openAt,
  openPage,
  pick,
  picked,
  press,
  step,
  steps,
  transport,
  waitUntil,
} from './testing/page.tsx';

it('plays and steps by keyboard', async () => {
  const user = await openAt(1000);
  await user.keyboard('{ArrowRight}');
  await atStep(1001);
  await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
  await atStep(1101);
  await user.keyboard('{Shift>}{ArrowLeft}{/Shift}{ArrowLeft}');
  await atStep(1000);
  await user.keyboard('{End}');
  await atStep(steps());
  await user.keyboard('{Home}');
  await atStep(0);
  await user.keyboard(' ');
  expect(transport().dataset.playing).toBe('true');
  await waitUntil(() => step() > 0);
  await user.keyboard(' ');
  expect(transport().dataset.playing).toBe('false');
});

it('arrow keys step while a list has the focus', async () => {
  const user = await openAt(1000);
  screen.getByRole('combobox', { name: 'Lens' }).focus();
  await user.keyboard('{ArrowRight}');
  await atStep(1001);
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  await atStep(999);
  expect(picked('Lens')).toBe('Migration');
});

it('jumps from phase to phase by list, button and key, and says each step as a call where there is one', async () => {
  const user = await openAt(0);
  await pick(user, 'Phase', 'MADV_DONTNEED flood');
  expect(picked('Phase')).toBe('MADV_DONTNEED flood');
  await waitUntil(() => step() > 0);
  const flood = step();
  await press(user, 'Next phase');
  await waitUntil(() => step() > flood);
  await user.keyboard('[[');
  await atStep(flood);
  await user.keyboard(']');
  await waitUntil(() => step() > flood);
  await user.keyboard('[[');
  await atStep(flood);
  // Not every event is a call: the first one of the flood comes within a few.
  for (let n = 1; n < 6 && !/madvise\(/.test(transport().textContent ?? ''); n++) {
    await user.keyboard('{ArrowRight}');
    await atStep(flood + n);
  }
  await waitFor(() => expect(transport().textContent).toMatch(/madvise\(.*MADV_DONTNEED\) += 0/));
});

it('the speed list changes how fast it plays', async () => {
  const user = await openAt(0);
  await pick(user, 'Speed', '1 event/s');
  await press(user, 'Play');
  await atStep(1);
  await atStep(2);
  await press(user, 'Pause');
  expect(step()).toBeLessThan(10);
});

it('asked for less motion, it waits at the moment the guest stops', async () => {
  await openPage('');
  expect(transport().dataset.playing).toBe('false');
  await waitFor(() => expect(picked('Phase')).toBe('stop'));
});

it('lists its keys', async () => {
  const user = await openAt(0);
  await user.keyboard('?');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard' });
  for (const words of ['Previous phase', 'Undo the last change of view', 'Ctrl Shift Z or Ctrl Y'])
    expect(sheet.textContent).toContain(words);
  await user.click(within(sheet).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Keyboard' })).toBeNull());
});
