/** The scenario's form: systems, knobs, what is refused, and sheets about it. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { CHANGES } from '../../engine/index.ts';
import {
  linked,
  openAt,
  openPage,
  pick,
  picked,
  press,
  step,
  steps,
  type User,
  waitUntil,
} from '../testing/page.tsx';

const checks = () => screen.getByRole('complementary', { name: 'Page and checks' });
/** Waits until the outcome of the run, which is opened, says so of every page. */
async function everyPageKept(user: User, said: RegExp): Promise<void> {
  if (!screen.queryByText('Every page kept')) await user.click(await screen.findByText('Outcome of the run'));
  await waitFor(() => expect(checks().textContent).toMatch(said));
}

it('changes the guest and stays at the same phase while paused', async () => {
  const user = await openAt(0);
  await pick(user, 'Phase', 'MADV_DONTNEED flood');
  await waitUntil(() => step() > 0);
  const small = steps();
  await pick(user, 'Guest memory', '1 GiB');
  await waitUntil(() => steps() > small * 4);
  await waitFor(() => expect(picked('Phase')).toBe('MADV_DONTNEED flood'));
  await screen.findByRole('button', { name: /^Guest 1 GiB/ });
});

it('says under the field why a value is refused, and keeps the run', async () => {
  const user = await openAt(700);
  const before = steps();
  const rate = screen.getByRole('textbox', { name: /Bandwidth/ });
  await user.clear(rate);
  await user.type(rate, '0{Enter}');
  await screen.findByText(/wire\.bandwidth: expected a whole number from/);
  expect(rate.getAttribute('aria-invalid')).toBe('true');
  expect(steps()).toBe(before);
  await user.clear(rate);
  await user.type(rate, '100{Enter}');
  await waitFor(() => expect(rate.getAttribute('aria-invalid')).not.toBe('true'));
  await waitFor(() => expect(linked('wire.bandwidth')).toBe('100000000'));
});

it('without NOHUGEPAGE and with khugepaged at the worst moment, the checks name lost pages', async () => {
  await everyPageKept(await openAt(0), /Every page kept✓/);
  await everyPageKept(await openPage('#v=1&p=qemu-no-nohugepage&s=0'), /Every page kept[\d,]+ lost/);
});

it('an edit of a knob runs another log', async () => {
  const user = await openAt(0);
  await waitFor(() => expect(linked('d')).not.toBeNull());
  const before = linked('d');
  await pick(user, 'Flood of MADV_DONTNEED', 'a call a run of pages');
  await waitFor(() => expect(linked('d')).not.toBe(before));
  await press(user, 'Back to the preset’s values');
  await waitFor(() => expect(linked('d')).toBe(before));
});

it('a long run can be cancelled, and another one started', async () => {
  const user = await openAt(0);
  await pick(user, 'Guest memory', '16 GiB');
  await press(user, 'Cancel');
  await screen.findByText('The run was cancelled.');
  await pick(user, 'Guest memory', '64 MiB');
  await waitFor(() => expect(screen.queryByText('The run was cancelled.')).toBeNull());
});

it('a kernel of 2017 leaves split huge pages split, and a sheet says what changed since', async () => {
  const user = await openAt(500);
  await pick(user, 'Era', '2017');
  await waitFor(() => expect(linked('era')).toBe('2017'));
  await press(user, 'What changed since the mail');
  const sheet = await screen.findByRole('dialog', { name: 'What changed since the mail' });
  expect(within(sheet).getAllByRole('row')).toHaveLength(CHANGES.length + 1);
  const row = within(sheet).getByRole('row', { name: /page_compound/ });
  await within(row).findByRole('button', { name: 'Rule K9' });
});

it('costs are a choice, and a sheet says where they are from', async () => {
  const user = await openAt(500);
  await pick(user, 'Costs', 'published');
  await waitFor(() => expect(linked('costs')).toBe('published'));
  await press(user, 'Where the costs are from');
  const sheet = await screen.findByRole('dialog', { name: 'Costs' });
  expect(sheet.textContent).toContain('nothing here was checked against a machine');
  const row = within(sheet).getByRole('row', { name: /^uffdCopy/ });
  expect(row.textContent).toContain('Estimate: from 1 to 2 µs');
  await within(row).findByRole('button', { name: 'Rule N16' });
});

it('CRIU’s way is a knob: registering first keeps every page', async () => {
  const user = await openPage('#v=1&p=criu-2017&s=500');
  await everyPageKept(user, /Every page kept[\d,]+ lost/);
  await pick(user, 'While the restorer fills memory', 'REGISTER first, fill by UFFDIO_COPY');
  await everyPageKept(user, /Every page kept✓/);
  await waitFor(() => expect(linked('criu.thp')).toBe('register-first'));
});
