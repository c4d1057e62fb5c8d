/** Files that are not what they seem leave the run on screen as it was, and say what they look like. */
import { File as SentFile } from 'node:buffer';
import { screen } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { encodeTimeline, timelineOf } from '../../engine/export/file/timeline.ts';
import { MIB, SEMANTICS } from '../../engine/index.ts';
import { presetRun, presetScenario } from '../../engine/testing/runs.ts';
import { store } from '../state/store.ts';
import { alertSays, atStep, linked, openAt, press, step, steps, waitUntil } from '../testing/page.tsx';
import { open } from './open.ts';

const file = (name: string, text: string): File => new File([text], name);

it('JSON that is no recording', async () => {
  await openAt(700);
  const before = steps();
  await open([file('odd.json', '{"meta": 3}')]);
  await alertSays('odd.json: this looks like JSON, but not like a recording of a migration.');
  expect(screen.queryByText(/^A real migration, recorded/)).toBeNull();
  expect(steps()).toBe(before);
  await atStep(700);
  expect(linked('p')).toBe('qemu-as-mailed');
});

it('a script with an error is in the editor and runs nothing; a whole one runs', async () => {
  await openAt(700);
  const before = steps();
  await open([file('typo.mm', 'mmap A 2m\nreed A 0\n')]);
  await alertSays(
    'typo.mm, line 2: expected an operation, perhaps read; found "reed". The script is in the editor',
  );
  expect(store.getState().draft?.text).toContain('reed A 0');
  expect(steps()).toBe(before);
  await open([file('right.txt', 'mmap A 2m\nread A 0\n')]);
  expect(store.getState().choice.kind).toBe('script');
});

/** A timeline file of a run, whose scenario is said to be `knobs`. */
function timeline(knobs: Record<string, unknown>): File {
  const run = presetRun('qemu-as-mailed', { 'guest.bytes': 4 * MIB });
  const text = JSON.stringify(presetScenario('qemu-as-mailed', { 'guest.bytes': 4 * MIB, ...knobs }));
  const origin = { kind: 'scenario', text, title: 'A file', link: null, semantics: SEMANTICS } as const;
  const bytes = new Uint8Array(encodeTimeline(timelineOf(run, origin)));
  // That of the document here cannot be sent to a worker.
  return new SentFile([bytes], 'run.faultline') as unknown as File;
}

it('a file whose log is not what its scenario gives says so, and one whose log is does not', async () => {
  const user = await openAt(700);
  await open([timeline({ 'guest.seed': 99 })]);
  const notice = await screen.findByText(
    /^This log differs from what this engine makes of its scenario, from step/,
  );
  expect(store.getState().choice.kind).toBe('timeline');
  await press(user, 'Go to that step');
  await waitUntil(() => notice.textContent?.includes(`from step ${step().toLocaleString('en')} on`));
  await open([timeline({})]);
  await waitUntil(() => screen.queryByText(/^This log differs/) === null);
});
