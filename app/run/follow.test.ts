import { beforeEach, expect, it } from 'vitest';
import { ok, type Result } from '../../engine/index.ts';
import { choose, playTo, seek, setPlaying } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { follow } from './follow.ts';

type Found = Result<{ readonly step: number | null }>;

beforeEach(() => store.setState(store.getInitialState(), true));

/** A move that waits for its step; `find` answers it. */
function wish(): { find(step: number | null): Promise<void> } {
  let answer: (found: Found) => void = () => {};
  const answered = new Promise<Found>((done) => {
    answer = done;
  });
  const followed = follow(answered, { code: 'not-found', where: 'x', message: 'nowhere' });
  return {
    find(step) {
      answer(ok({ step }));
      return followed;
    },
  };
}

const step = () => store.getState().step;

it('goes where each answer leads, as they come in order', async () => {
  const [first, second] = [wish(), wish()];
  await first.find(10);
  expect(step()).toBe(10);
  await second.find(20);
  expect(step()).toBe(20);
});

it('an answer that comes after that of a later wish leads nowhere', async () => {
  const [first, second] = [wish(), wish()];
  await second.find(20);
  await first.find(10);
  expect(step()).toBe(20);
});

it.each([
  ['a seek', () => seek(7)],
  ['a seek that ends playing', () => [setPlaying(true), seek(7)]],
  ['another choice', () => choose({ kind: 'preset', preset: 'qemu-as-coded', overrides: {} })],
])('%s that comes before the answer holds, and after it holds as well', async (_, move) => {
  const before = wish();
  move();
  const moved = store.getState();
  await before.find(30);
  await wish().find(null);
  expect(store.getState()).toMatchObject({ step: moved.step, arrival: moved.arrival, choice: moved.choice });
  const after = wish();
  await after.find(30);
  expect(store.getState()).toMatchObject({ step: 30, arrival: { at: 'here' } });
  move();
  expect(store.getState()).toMatchObject({ choice: moved.choice, arrival: moved.arrival });
});

it('playing goes on while the engine looks, and then stops there', async () => {
  setPlaying(true);
  const found = wish();
  playTo(3, 100);
  await found.find(50);
  expect(store.getState()).toMatchObject({ step: 50, playing: false });
});

it('says that there is no step, but not when something else was asked for', async () => {
  const old = wish();
  seek(4);
  await old.find(null);
  expect(store.getState().problems).toEqual([]);
  await wish().find(null);
  expect(store.getState().problems).toMatchObject([{ message: 'nowhere' }]);
});
