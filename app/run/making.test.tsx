/** A long run is shown while it is made, can be stopped there, and goes on to the end that it would have had. */
import { screen } from '@testing-library/dom';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Rhythm } from '../../engine/worker/making.ts';
import { seek } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { rhythm } from '../testing/browser.ts';
import { atStep, linked, openPage, press, problems, step, steps, waitUntil } from '../testing/page.tsx';

const LONG = '#v=1&p=qemu-as-mailed&guest.bytes=268435456';
/** Of the whole run. */
const DIGEST = 'd';

/** How long the worker rests after every few acts, ms: so that there is time to look. */
let rest = 0;

beforeEach(() => {
  rest = 100;
  let time = 0;
  Object.assign(rhythm, {
    lookAfter: 0,
    now: () => ++time * 100,
    pause: () => new Promise<void>((done) => setTimeout(done, rest)),
  } satisfies Rhythm);
});

afterEach(() => {
  for (const key of ['lookAfter', 'now', 'pause'] as const) delete rhythm[key];
});

it('shows what there is so far, keeps the step, stops there and goes on', async () => {
  const user = await openPage(LONG);
  // Not at the moment where it opens yet: the newest there is.
  await screen.findByRole('button', { name: 'Stop here' });
  expect(linked(DIGEST)).toBeNull();
  seek(100);
  await press(user, 'Stop here');
  await screen.findByRole('button', { name: 'Go on' });
  await atStep(100);
  const soFar = steps();
  expect(problems()).toEqual(['stopped']);
  expect(document.querySelector('.notices')?.textContent).toMatch(/You stopped it after .* events\. /);
  seek(soFar);
  await atStep(soFar);
  await waitUntil(() => document.querySelector('.closing')?.textContent?.startsWith('You stopped it'));
  expect(linked(DIGEST)).toBeNull();
  seek(100);
  rest = 0;
  await press(user, 'Go on');
  await waitUntil(() => linked(DIGEST) !== null);
  expect(steps()).toBeGreaterThan(soFar);
  expect(step()).toBe(100);
  expect(problems()).toEqual([]);
});

it('plays on when it has come to the end of what there is', async () => {
  await openPage(LONG);
  await screen.findByRole('button', { name: 'Stop here' });
  seek(steps());
  rest = 0;
  store.setState({ playing: true, speed: '4' });
  await waitUntil(() => linked(DIGEST) !== null);
  expect(step()).toBeGreaterThan(0);
});
