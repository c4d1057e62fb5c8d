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
  await screen.findByText('Bandwidth: expected 1.05 to 1,073,741 MB/s, got 0');
  expect(rate.getAttribute('aria-invalid')).toBe('true');
  expect(steps()).toBe(before);
  await user.clear(rate);
  await user.type(rate, '100{Enter}');
  await waitFor(() => expect(rate.getAttribute('aria-invalid')).not.toBe('true'));
  await waitFor(() => expect(linked('wire.bandwidth')).toBe('100000000'));
});

it('a number out of range or not whole is refused in the words of its knob', async () => {
  const user = await openAt(700);
  const vcpus = screen.getByRole('textbox', { name: /vCPUs/ });
  await user.clear(vcpus);
  await user.type(vcpus, '4.5{Enter}');
  await screen.findByText('vCPUs: expected a whole number, 1 to 8, got 4.5');
  const rate = screen.getByRole('textbox', { name: /Dirty rate/ });
  await user.clear(rate);
  await user.type(rate, '-1{Enter}');
  await screen.findByText('Dirty rate: expected 0 to 102,400 MiB/s, got -1');
  await user.clear(rate);
  await user.type(rate, '0.5{Enter}');
  await waitFor(() => expect(linked('guest.dirtyRate')).toBe('524288'));
});

it('a turned knob is listed below the form, and a branch by it has its words', async () => {
  const user = await openAt(0);
  expect(screen.getByText('No changes')).toBeTruthy();
  await pick(user, 'Migration', 'postcopy at once');
  const changed = await screen.findByRole('region', { name: 'Changed' });
  const below = screen.getByRole('textbox', { name: /pages_to_scan/ }).compareDocumentPosition(changed);
  expect(below & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  const branch = await screen.findByRole('treeitem', { name: /^Migration: postcopy at once, / });
  expect(branch.textContent).not.toContain('qemu.mode');
});

it('a scenario is found by typing at once, and sizes go up to 64 GiB', async () => {
  const user = await openAt(0);
  const sizes = screen.getByRole('combobox', { name: 'Guest memory' });
  expect([...sizes.querySelectorAll('option')].at(-1)?.textContent).toBe('64 GiB');
  await press(user, 'Change scenario…');
  const sheet = await screen.findByRole('dialog', { name: 'Scenarios' });
  const cards = within(sheet).getAllByRole('button', { name: /^QEMU/ });
  cards[0]!.focus();
  await user.keyboard('ring');
  expect(within(sheet).getByRole<HTMLInputElement>('searchbox').value).toBe('ring');
});

it('without NOHUGEPAGE and with khugepaged at the worst moment, the checks name lost pages', async () => {
  await everyPageKept(await openAt(0), /Every page kept✓/);
  await everyPageKept(await openPage('#v=1&p=qemu-no-nohugepage&s=0'), /Every page kept[\d,]+ lost/);
});

it('an edit of a knob runs another log', async () => {
  const user = await openAt(0);
  await waitFor(() => expect(linked('d')).not.toBeNull());
  const before = linked('d');
  await pick(user, 'Flood of MADV_DONTNEED', 'one call per run of pages');
  await waitFor(() => expect(linked('d')).not.toBe(before));
  await press(user, 'Reset all to the preset');
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
  expect(sheet.textContent).toContain('estimates: no machine was measured');
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
