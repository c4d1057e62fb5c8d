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

/** What stands under the fields. */
const says = (): string => screen.getByRole('region', { name: 'What this step did' }).textContent ?? '';

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
  for (let n = 1; n < 6 && !/madvise\(/.test(says()); n++) {
    await user.keyboard('{ArrowRight}');
    await atStep(flood + n);
  }
  await waitFor(() => expect(says()).toMatch(/madvise\(.*MADV_DONTNEED\) += 0/));
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

it('the first screen is paused where the guest stops, and begins with the story', async () => {
  const user = await openPage('');
  expect(transport().dataset.playing).toBe('false');
  await waitFor(() => expect(picked('Phase')).toBe('stop'));
  await waitFor(() => expect(says()).toMatch(/the guest stops/));
  const rail = screen.getByRole('complementary', { name: 'Source of the timeline' });
  const start = await within(rail).findByRole('heading', { level: 1, name: /page by page/ });
  // Behind the panels' names, which are one stop of the Tab key, it is the first thing to press.
  const [first, second] = within(start.parentElement!).getAllByRole('button');
  expect(first?.textContent).toBe('Start the story');
  await user.click(second!);
  expect(transport().dataset.playing).toBe('true');
  await user.click(first!);
  await screen.findByRole('article', { name: /^The mail/ });
  expect(transport().dataset.playing).toBe('false');
});

it('the gallery lists what there is to begin from', async () => {
  const user = await openPage('');
  await screen.findByRole('button', { name: /^All \d+ stories$/ });
  for (const group of ['Systems', 'What goes wrong', 'Litmus tests', 'Recordings'])
    screen.getByRole('heading', { name: group });
  const rail = screen.getByRole('complementary', { name: 'Source of the timeline' });
  await user.click(within(rail).getByRole('button', { name: /^H9 Folios held in pieces/ }));
  await screen.findByRole('heading', { level: 1, name: 'H9 Folios held in pieces' });
  expect(transport().dataset.playing).toBe('false');
});

it.each([
  ['qemu-as-mailed', 'Done: all 16,384 pages arrived, none stale, all 32 regions huge again.'],
  ['qemu-no-nohugepage', /^The migration did not finish, and the guest cannot go on: 1,932 pages were lost/],
  [
    'criu-nohugepage',
    /^Done: all 16,384 pages arrived, none stale, but the process came back with other VMA flags: .*nh/,
  ],
  ['criu-2017', /^Done: 549 pages were lost/],
  ['tracking-ring', 'Done: the guest ran on, and every write up to here was tracked.'],
])('how it ended is said at the end of %s and not before', async (preset, closing) => {
  const user = await openPage(`#v=1&p=${preset}&s=100`);
  await atStep(100);
  expect(says()).not.toMatch(/Done/);
  await user.keyboard('{End}');
  await atStep(steps());
  await screen.findByText(closing);
  await user.keyboard('{ArrowLeft}');
  await atStep(steps() - 1);
  expect(says()).not.toMatch(/Done/);
});

it('the bar between fields and timeline goes by keys, and is where it was next time', async () => {
  const user = await openAt(100);
  const bar = screen.getByRole('separator', { name: 'Height of the timeline' });
  const height = () => Number(bar.getAttribute('aria-valuenow'));
  const before = height();
  bar.focus();
  await user.keyboard('{ArrowUp}');
  const higher = height();
  expect(higher).toBeGreaterThan(before);
  expect(step()).toBe(100);
  await user.keyboard('{Home}');
  expect(height()).toBe(120);
  expect(localStorage.getItem('faultline.split')).toBe('120');
  await user.keyboard('{Enter}');
  expect(document.querySelector('[data-folded]')).not.toBeNull();
  await press(user, 'Unfold the timeline');
  expect(document.querySelector('[data-folded]')).toBeNull();
  expect(localStorage.getItem('faultline.split')).toBe('120');
});

it('lists its keys', async () => {
  const user = await openAt(0);
  await user.keyboard('?');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const words of ['Previous phase', 'Undo the last change of view', 'Ctrl Shift Z / Ctrl Y'])
    expect(sheet.textContent).toContain(words);
  await user.click(within(sheet).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Keyboard shortcuts' })).toBeNull());
});
