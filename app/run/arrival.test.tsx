/** Where a run opens: what the reader asked for last holds, before the run is there and after. */
import { screen, waitFor } from '@testing-library/dom';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { choose, readStory, seek, setLens, startStory } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { views } from '../state/undo.ts';
import {
  atStep,
  follow,
  linked,
  openAt,
  picked,
  problems,
  step,
  steps,
  waitUntil,
} from '../testing/page.tsx';

const MAILED = 53_790;
beforeAll(async () => {
  await openAt(300);
});

beforeEach(async () => {
  follow('#v=1&p=qemu-as-mailed&s=300');
  await waitUntil(() => linked('p') === 'qemu-as-mailed' && linked('d') !== null && steps() === MAILED);
  await atStep(300);
});

const chooseCoded = () => choose({ kind: 'preset', preset: 'qemu-as-coded', overrides: {} });

/** Waits until the run of another choice is on screen: the address has its digest only then. */
const arrived = () => waitUntil(() => linked('p') !== 'qemu-as-mailed' && linked('d') !== null);

/** Opened at this step, which is not that of a frame on its way. */
async function opensAt(wanted: number): Promise<void> {
  await arrived();
  expect(store.getState().step).toBe(wanted);
  await atStep(wanted);
}

/** Where a choice opens: at the moment that shows most of it. */
const atMoment = () => waitFor(() => expect(picked('Phase')).toBe('stop'));

it('a seek that is made while another run is made holds', async () => {
  chooseCoded();
  seek(700);
  await opensAt(700);
});

it('a choice that is made after a seek opens where it does', async () => {
  seek(700);
  chooseCoded();
  await arrived();
  await atMoment();
});

it('a press on a button while another run is made goes on from the step on screen', async () => {
  chooseCoded();
  screen.getByRole('button', { name: 'Step forward' }).click();
  await opensAt(301);
});

it('a seek after a link holds, and a link after a seek', async () => {
  follow('#v=1&p=qemu-as-coded&s=20');
  seek(700);
  await opensAt(700);
  seek(800);
  follow('#v=1&p=tracking-ring&s=20');
  await atStep(20);
});

it('beyond the end a seek leads to the end, and says nothing: only links name steps that a run does not have', async () => {
  follow('#v=1&p=tracking-ring&s=5&sem=2');
  seek(MAILED);
  await arrived();
  await opensAt(steps());
  expect(problems()).toEqual([]);
});

it('of a step of a story and a seek, the later one holds', async () => {
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
  chooseCoded();
  setLens('ept');
  expect(views.undo()).toBe(true);
  expect(store.getState().lens).toBe('migration');
  await arrived();
  await atMoment();
  expect(step()).not.toBe(300);
});
