import { expect, it } from 'vitest';
import { K } from '../event/event.ts';
import { PMD_HUGE, PMD_TABLE } from '../event/pageword.ts';
import { playRecording } from './play.ts';

type Row = [number, string, string, number | null, number | null, number | null, unknown];

const smaps = (t: number, rss: number, ahp: number, fl: string): Row => [
  t,
  'task',
  'smaps',
  0,
  0,
  1024,
  { rss, ahp, fl: `rd wr mr mw me ${fl}` },
];

/** A restore of two regions: the first is copied whole and collapsed while it is registered, the second misses a page. */
const restore = (): { meta: Record<string, unknown>; events: Row[] } => ({
  meta: {
    name: 'restore',
    map: ['0x7f0000000000', 4 * 1024 * 1024],
    settings_seen: [[['madvise', 'madvise', '100', '511', 'inherit'], 9]],
  },
  events: [
    [0.01, 'task', 'uffd_register', null, null, null, null],
    [0.02, 'task', 'mremap_into_place', 0, 0, 1024, null],
    [0.021, 'task', 'uffd_register', null, null, null, null],
    [0.03, 'task', 'hugepage', 0, 0, 1024, null],
    smaps(0.04, 0, 0, 'um ac hg'),
    [0.05, 'lazyd', 'fault', 0, 3, 1, { fl: 1 }],
    [0.06, 'lazyd', 'uffd_copy', 0, 0, 512, null],
    [0.07, 'lazyd', 'uffd_copy', 0, 512, 511, null],
    [0.08, 'kernel', 'collapse', null, null, null, { st: 'succeeded' }],
    [
      0.081,
      'kernel',
      'kh_scan',
      null,
      null,
      null,
      { st: 'succeeded', a: ': mm=00, none_or_zero=0, status=' },
    ],
    [0.082, 'kernel', 'kh_scan', null, null, null, { st: 'exceed_none_pte', a: ': none_or_zero=1, status=' }],
    smaps(0.09, 4092, 2048, 'um ac hg'),
    smaps(0.12, 4092, 2048, 'ac hg'),
  ],
});

const play = (input: unknown) => playRecording(JSON.stringify(input), 'restore');

it('plays a restore: collapsed while it is registered, refused for one missing page, free at the end', () => {
  const played = play(restore());
  if (!played.ok) throw new Error(played.problem.message);
  const { recording, recorder, enabled } = played.value;
  expect(recording).toMatchObject({ worstAnonHugeKiB: 0, worstRssKiB: 0, flagsDiffer: 0 });
  expect(recording.samples.map(({ flags }) => flags)).toEqual(['um hg', 'um hg', 'hg']);
  expect(enabled).toBe('madvise');
  expect([...recorder.state.dst.pmd]).toEqual([PMD_HUGE, PMD_TABLE]);
  expect(recorder.state.counts[K.REGISTER]).toBe(1);
  expect(recorder.state.counts[K.UNREGISTER]).toBe(1);
  expect(recorder.state.counts[K.KH_SCAN]).toBe(2);
});

it('a restore that was not registered, as samples show, is not', () => {
  const free = restore();
  free.events = free.events.map((row) => (row[2] === 'smaps' ? smaps(row[0], 0, 0, 'ac hg') : row));
  const played = play(free);
  expect(played.ok && played.value.recorder.state.counts[K.REGISTER]).toBe(0);
});

it.each([
  [{ meta: { map: ['0x0', 'much'] }, events: [] }, /expected the field "blocks"/],
  [{ meta: { map: ['0x0', 4096] }, events: [] }, /blocks\[0\].used: expected bytes as a multiple of 2 MiB/],
  [
    { ...restore(), events: [[1, 'task', 'hugepage', 0, 9999, 1, null]] },
    /events\[0\]: .*page from 0 to 1023, got 9999/,
  ],
  [{ ...restore(), events: ['what', null, 7] }, /events\[0\]: expected a row/],
])('refuses what is none: %#', (input, message) => {
  const played = play(input);
  expect(played.ok ? '' : played.problem.message).toMatch(message);
});
