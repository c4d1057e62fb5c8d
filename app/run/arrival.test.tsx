/** Where a run opens: what the reader asked for last holds, before the run is there and after. */
import { screen } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { choose, readStory, seek, setLens, startStory } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { views } from '../state/undo.ts';
import {
  atStep,
  follow,
  linked,
  openAt,
  openPage,
  press,
  problems,
  step,
  steps,
  waitUntil,
} from '../testing/page.tsx';

const MAILED = 53_790;
const chooseCoded = () => choose({ kind: 'preset', preset: 'qemu-as-coded', overrides: {} });

/** Waits for the run of another choice than the one that was on screen. */
const arrived = () => waitUntil(() => steps() > 0 && steps() !== MAILED && linked('d') !== null);

/** The step at which the other run opens when nothing else is asked for. */
async function moment(): Promise<number> {
  await openPage('#v=1&p=qemu-as-coded');
  await waitUntil(() => step() > 0);
  return step();
}

it('a seek that is made while another run is made holds; one made before that does not', async () => {
  const opens = await moment();
  await openAt(300);
  chooseCoded();
  seek(700);
  await arrived();
  await atStep(700);
  await openAt(300);
  seek(700);
  chooseCoded();
  await arrived();
  await atStep(opens);
});

it('a press on a button while another run is made goes on from the step on screen', async () => {
  const user = await openAt(300);
  chooseCoded();
  await press(user, 'Step forward');
  await arrived();
  await atStep(301);
});

it('of a link and a step, the later one holds', async () => {
  await openAt(300);
  follow('#v=1&p=qemu-as-coded&s=20');
  seek(700);
  await arrived();
  await atStep(700);
  await openAt(300);
  seek(700);
  follow('#v=1&p=qemu-as-coded&s=20');
  await arrived();
  await atStep(20);
});

it('beyond the end a seek leads to the end, and says nothing: only links name steps that a run does not have', async () => {
  await openAt(300, '&d=0123456789abcdef&sem=2');
  follow('#v=1&p=tracking-ring&s=5');
  seek(MAILED);
  await arrived();
  await atStep(steps());
  expect(problems()).toEqual([]);
});

it('of a step of a story and a seek, the later one holds', async () => {
  await openAt(300);
  startStory('the-mail-short');
  await screen.findByRole('article');
  await waitUntil(() => !store.getState().turning);
  const place = store.getState().step;
  readStory({ id: 'the-mail-short', step: 1 });
  seek(777);
  await atStep(777);
  expect(store.getState().turning).toBe(false);
  await screen.findByRole('button', { name: /^Back to this step/ });
  readStory({ id: 'the-mail-short', step: 0 });
  await waitUntil(() => !store.getState().turning);
  await atStep(place);
});

it('undoing something else while a run is made leaves it where it opens', async () => {
  const opens = await moment();
  await openAt(300);
  chooseCoded();
  setLens('ept');
  expect(views.undo()).toBe(true);
  expect(store.getState().lens).toBe('migration');
  await arrived();
  await atStep(opens);
});
