/** The whole page without a browser: the engine runs in this thread, and a test does what a reader does, by roles and names. */
import { QueryClientProvider } from '@tanstack/react-query';
import { configure, screen, waitFor } from '@testing-library/dom';
import userEvent from '@testing-library/user-event';
import { Profiler, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { expect } from 'vitest';
import { App } from '../App.tsx';
import { keepAddress, openAddress } from '../link/sync.ts';
import { createSession, SessionContext } from '../run/session.ts';
import { setPlaying } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { opened } from './opened.ts';

// Looking up each element's styles to leave out what is hidden takes most of a test's time; parts that are closed are not there.
configure({
  asyncUtilTimeout: 30_000,
  defaultHidden: true,
  getElementError: (message) => new Error(message ?? ''),
});
export type User = ReturnType<typeof userEvent.setup>;

const fresh = store.getState();
let commits = 0;
let watching = false;

/** A field of the link in the address. */
export const linked = (field: string): string | null =>
  new URLSearchParams(location.hash.slice(1)).get(field);

export const transport = (): HTMLElement => document.querySelector<HTMLElement>('[data-step][data-playing]')!;
export const step = (): number => Number(transport().dataset.step);
export const steps = (): number => Number(transport().dataset.steps);

/** Waits until the step on screen is `wanted`. */
export async function atStep(wanted: number): Promise<void> {
  await waitFor(() => expect(transport().dataset.step).toBe(String(wanted)));
}

export const waitUntil = (claim: () => unknown): Promise<void> =>
  waitFor(() => {
    if (!claim()) throw new Error(`never came true: ${claim}`);
  });

/** The option that a drop-down list shows. */
export function picked(name: string): string {
  const list = screen.getByRole<HTMLSelectElement>('combobox', { name });
  return list.selectedOptions[0]?.textContent ?? '';
}

export async function pick(user: User, list: string, option: string): Promise<void> {
  await user.selectOptions(await screen.findByRole('combobox', { name: list }), option);
}

/** Presses the button of this name. */
export async function press(user: User, name: string | RegExp): Promise<void> {
  await user.click(await screen.findByRole('button', { name }));
}

/** Waits for an alert that has these words. */
export async function alertSays(text: string | RegExp): Promise<void> {
  await waitFor(() =>
    expect(
      screen
        .getAllByRole('alert')
        .map((a) => a.textContent)
        .join('\n'),
    ).toMatch(text),
  );
}

/** How often React has changed the page. */
export const commitCount = (): number => commits;

export const problems = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[data-code]')].map((el) => el.dataset.code ?? '');

/** Opens a link in the page that is open, as a click on it does. */
export function follow(hash: string): void {
  openAddress(hash);
}

/** Opens the page and waits for its first frame. The one opened before is closed and forgotten. */
export async function openPage(hash: string) {
  opened.close?.();
  document.body.innerHTML = '<div id="root"></div>';
  delete document.documentElement.dataset.ready;
  localStorage.clear();
  store.setState(fresh, true);
  history.replaceState(null, '', `/${hash}`);
  openAddress(hash, true);
  if (!watching) views.watch();
  watching = true;
  const session = createSession();
  const stop = keepAddress(session.run, true);
  const root = createRoot(document.getElementById('root')!);
  root.render(
    <StrictMode>
      <SessionContext value={session}>
        <QueryClientProvider client={session.queries}>
          <Profiler id="page" onRender={() => commits++}>
            <App />
          </Profiler>
        </QueryClientProvider>
      </SessionContext>
    </StrictMode>,
  );
  opened.close = () => {
    setPlaying(false);
    stop();
    root.unmount();
  };
  await waitFor(() => expect(document.documentElement.dataset.ready).toBe('true'));
  return userEvent.setup();
}

/** Opens a paused run at a step. */
export async function openAt(at: number, more = '') {
  const user = await openPage(`#v=1&p=qemu-as-mailed&s=${at}${more}`);
  await atStep(at);
  return user;
}
