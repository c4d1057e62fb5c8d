/** Guards that messages faster than the page can follow are obeyed as far as they matter: the newest of each kind. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInbox } from './embedapi.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const load = (n: number) => ({ faultline: 1, type: 'load', link: `#v=1&s=${n}` }) as const;
const seek = (step: number) => ({ faultline: 1, type: 'seek', step }) as const;
const play = { faultline: 1, type: 'play' } as const;
const pause = { faultline: 1, type: 'pause' } as const;

it('of 100,000 links the first and the newest are opened', () => {
  const obeyed: unknown[] = [];
  const inbox = createInbox((message) => obeyed.push(message));
  for (let n = 0; n < 100_000; n++) inbox.put(load(n));
  expect(obeyed).toEqual([load(0)]);
  vi.runAllTimers();
  expect(obeyed).toEqual([load(0), load(99_999)]);
});

it('what is about a link comes after it, and goes with it when a newer one comes', () => {
  const obeyed: unknown[] = [];
  const inbox = createInbox((message) => obeyed.push(message));
  for (const message of [load(1), seek(5), play, load(2), seek(6), pause, seek(7), play]) inbox.put(message);
  vi.runAllTimers();
  expect(obeyed).toEqual([load(1), load(2), seek(7), play]);
});

it('obeys at once when nothing waits, and nothing after it is closed', () => {
  const obeyed: unknown[] = [];
  const inbox = createInbox((message) => obeyed.push(message));
  inbox.put(seek(1));
  vi.runAllTimers();
  inbox.put(seek(2));
  expect(obeyed).toEqual([seek(1), seek(2)]);
  inbox.put(seek(3));
  inbox.close();
  vi.runAllTimers();
  expect(obeyed).toEqual([seek(1), seek(2)]);
});
