/** Log files of a reader: dropped, several at once, pasted, cancelled; what they say leads to their lines, and the run stays. */
import { File as SentFile } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { screen, within } from '@testing-library/dom';
import { expect, it, vi } from 'vitest';
import { open } from '../source/open.ts';
import { store } from '../state/store.ts';
import { atStep, openAt, press, waitUntil } from '../testing/page.tsx';

const KERNEL = [
  '[   12.000001] something else',
  '[   12.100001] FAULT_FLAG_ALLOW_RETRY missing 881',
  '[   12.200001] CPU: 6 PID: 549 Comm: kworker/6:2',
].join('\n');

/** A file as a worker takes it: that of the document here cannot be sent. */
const file = (name: string, part: string | Uint8Array<ArrayBuffer>): File =>
  new SentFile([part], name) as unknown as File;
const panel = () => screen.findByRole('region', { name: 'What these logs say' });

it('a log: its problem, the line that says so, what was left out; closing it leaves the run as it was', async () => {
  const user = await openAt(700);
  await open([file('dmesg.txt', KERNEL)]);
  const logs = within(await panel());
  await logs.findByText(/^A fault on memory with userfaultfd was not allowed to wait/);
  logs.getByText('the kernel’s log: 1 line');
  logs.getByText('3 lines: 1 read, 2 left out.');
  await press(user, 'line 2');
  const excerpt = await logs.findByRole('region', { name: 'dmesg.txt around line 2' });
  await waitUntil(() => excerpt.querySelector('[data-here]')?.textContent?.includes('missing 881'));
  expect(excerpt.textContent).toContain('Comm: kworker');
  await press(user, 'Close the logs');
  await waitUntil(() => screen.queryByText(/^A fault on memory/) === null);
  await atStep(700);
  expect(store.getState().choice.kind).toBe('preset');
});

it('several at once, one of them packed: places name their file', async () => {
  await openAt(700);
  await open([file('a.txt', KERNEL), file('b.gz', new Uint8Array(gzipSync(KERNEL)))]);
  const logs = within(await panel());
  await logs.findByRole('button', { name: 'b.gz, line 2' });
  logs.getByRole('heading', { name: 'a.txt' });
});

it('a text of something else says what would help, and the run stays', async () => {
  await openAt(700);
  await open([file('notes.txt', 'Dear all,\nthank you for coming\n')]);
  const logs = within(await panel());
  await logs.findByText(/^notes\.txt: none of its 2 lines looks like strace/);
  await atStep(700);
});

it('pasted text opens like a file', async () => {
  vi.stubGlobal('File', SentFile);
  const user = await openAt(700);
  await user.paste(KERNEL);
  const logs = within(await panel());
  await logs.findByRole('heading', { name: 'pasted text' });
});
