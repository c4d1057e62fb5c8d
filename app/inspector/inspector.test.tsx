/** The inspector: a page on both hosts, and that nothing of the end of a run is shown as if it were now. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { atStep, openAt, openPage } from '../testing/page.tsx';

const rail = () => screen.getByRole('complementary', { name: 'Page and checks' });
const H9 = 'Folios held in pieces';

it('the outcome of a run is shown at its end, and earlier only when it is asked for', async () => {
  const user = await openAt(0);
  const outcome = await screen.findByText('Outcome of the run');
  expect(screen.queryByText('Every page kept')).toBeNull();
  await user.click(outcome);
  await screen.findByText('Every page kept');
  await user.click(outcome);
  await waitFor(() => expect(screen.queryByText('Every page kept')).toBeNull());
  await user.keyboard('{End}');
  await screen.findByText('At the end of the run');
  await screen.findByText('Every page kept');
});

it('a hazard is listed from its step on, and before that as one that comes later', async () => {
  const user = await openAt(100);
  const later = await screen.findByText('Later in this run (1)');
  expect(screen.queryByRole('list', { name: 'Hazards' })).toBeNull();
  await user.click(later);
  const hidden = screen.getByRole('list', { name: 'Hazards later in this run' });
  await user.click(within(hidden).getByText(H9));
  const begins = await within(hidden).findByRole('button', { name: /^Begins at step / });
  await user.click(begins);
  await atStep(Number(begins.textContent?.replace(/\D/g, '')));
  expect(within(await screen.findByRole('list', { name: 'Hazards' })).getByText(H9)).toBeTruthy();
  expect(screen.queryByText(/^Later in this run/)).toBeNull();
});

it('a page has a number, its bytes have an address; what is not at the destination is not behind', async () => {
  await openAt(4000, '&page=0x1a47');
  await screen.findByRole('heading', { name: 'Page 0x1a47' });
  await screen.findByText('address 0x1a47000, in region 13');
  await screen.findByText('Destination: not there');
  const version = await screen.findByRole('row', { name: /^Version/ });
  expect(version.textContent).toMatch(/^Versionv1not there$/);
});

it('each page has a question, and the rule of an answer says where it is written', async () => {
  const user = await openAt(4000, '&page=0x1a47');
  const questions = await screen.findByRole('list', { name: 'Questions about this page' });
  await user.click((await within(questions).findAllByRole('button'))[0]!);
  const answer = await screen.findByRole('region', { name: /^Why .*\?$/ });
  await user.click((await within(answer).findAllByRole('button', { name: /^Rule / }))[0]!);
  expect(answer.querySelector('dialog')?.textContent).toMatch(/^Rule .*Source: \S/);
});

it('a ledger lists the event, and its cause beside it', async () => {
  const user = await openAt(30_000, '&page=0x0a60');
  await user.click(await screen.findByText('Ledger of this page'));
  const sent = await screen.findByText(/^Loaded/);
  const group = sent.closest('details')!;
  expect(group.textContent).toMatch(/page 0xa60 \(v\d+\) is copied into guest memory/);
  expect(group.textContent).toMatch(/destination, because: the source clears the bit of page 0xa60/);
});

it('a recording says how good the prediction is, and what nobody recorded is not 0', async () => {
  await openPage('#v=1&t=q1-hot&s=500');
  await screen.findByText(/^\d+ samples of smaps were measured while 128 MiB of guest memory migrated\.$/);
  await screen.findByText(
    /^AnonHugePages: the prediction is never off by more than 2 MiB of \d+ MiB \(1 huge page\)\.$/,
  );
  expect(screen.getByText('pages sent').closest('div')?.textContent).toBe('pages sentnot recorded');
  expect(rail().textContent).not.toContain('Lost pages');
});
