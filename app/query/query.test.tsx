/** Asking the run: queries, breakpoints, and steps by what causes what. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { atStep, openAt, pick, press, step, type User, waitUntil } from '../testing/page.tsx';

async function ask(user: User, query: string): Promise<HTMLElement> {
  await user.keyboard('/');
  const panel = await screen.findByRole('region', { name: 'Find events' });
  const box = await within(panel).findByRole('combobox', { name: 'Event query' });
  await user.clear(box);
  await user.type(box, query);
  await user.keyboard('{Enter}');
  return panel;
}

it('running goes to the next break and back to the one before', async () => {
  const user = await openAt(0);
  const panel = await ask(user, 'uffd.register');
  await user.click(await within(panel).findByRole('button', { name: 'Break on these events' }));
  await press(user, 'Run to next break');
  await waitUntil(() => step() > 0);
  const hit = step();
  await press(user, 'Next phase');
  await waitUntil(() => step() > hit);
  await press(user, 'Run to previous break');
  await atStep(hit);
});

it('a query is counted', async () => {
  const user = await openAt(4000);
  const panel = await ask(user, 'uffd.copy host=dst');
  await waitFor(() => expect(within(panel).getAllByRole('status')[0]?.textContent).toMatch(/\d+ events/));
});

it('into a call, and back to it', async () => {
  const user = await openAt(0);
  await pick(user, 'Phase', 'MADV_DONTNEED flood');
  await waitUntil(() => step() > 0);
  const call = step();
  await user.keyboard('k');
  await waitUntil(() => step() !== call);
  await user.keyboard('{Shift>}K{/Shift}');
  await atStep(call);
});
