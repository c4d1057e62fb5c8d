/** Guards that both fields are zoomed together until they are parted, and that a legend counts all pages. */
import { fireEvent, screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { store } from '../state/store.ts';
import { linked, openAt } from '../testing/page.tsx';

const HOSTS = ['Source', 'Destination'] as const;
const zoomed = () =>
  HOSTS.map((host) => screen.getByRole('group', { name: new RegExp(`^${host}:`) }).dataset.zoomed);

it('fields zoom together until they are parted', async () => {
  const user = await openAt(24_000);
  const tools = (host: string) => within(screen.getByRole('group', { name: `Zoom: ${host}` }));
  await user.click(tools('Destination').getByRole('button', { name: 'Zoom in' }));
  expect(zoomed()).toEqual(['true', 'true']);
  await user.click(tools('Destination').getByRole('button', { name: 'Show all of the memory' }));
  expect(zoomed()).toEqual(['false', 'false']);
  await user.click(tools('Destination').getByRole('button', { name: 'Link both fields', pressed: true }));
  await waitFor(() => expect(linked('fv')).toBe('apart'));
  await user.click(tools('Destination').getByRole('button', { name: 'Zoom in' }));
  expect(zoomed()).toEqual(['false', 'true']);
  await user.click(tools('Source').getByRole('button', { name: 'Zoom in' }));
  await user.click(tools('Source').getByRole('button', { name: 'Show all of the memory' }));
  await user.click(tools('Source').getByRole('button', { name: 'Link both fields', pressed: false }));
  await waitFor(() => expect(new Set(zoomed()).size).toBe(1));
});

it('a legend counts every page once, says what was written since, and lights what the pointer is on', async () => {
  await openAt(24_000);
  const legends = screen.getAllByRole('list', { name: /^Legend/ });
  for (const list of legends) {
    const pages = within(list)
      .getAllByText(/^\d+ pages$/)
      .map((count) => Number.parseInt(count.textContent ?? '', 10));
    expect(pages.reduce((a, b) => a + b, 0)).toBe(16_384);
  }
  expect(within(legends[0]!).getByRole('button', { name: /^written since/ })).toBeTruthy();
  const entry = within(legends[1]!).getByRole('button', { name: /^hole/ });
  fireEvent.pointerOver(entry);
  expect(store.getState().pointed).toBe('legend:hole');
  fireEvent.pointerOut(entry);
  expect(store.getState().pointed).toBeNull();
});
