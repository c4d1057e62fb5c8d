/** Guards the claim that the engine's rules are the kernel's: predicted state stays within 2 MiB of what was measured. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkState } from '../check/invariants.ts';
import { K } from '../event/event.ts';
import { PMD_HUGE, PMD_TABLE, PRESENT } from '../event/pageword.ts';
import { makeFixture } from '../testing/recording.ts';
import { type Played, playRecording } from './play.ts';

const traces = new URL('../../public/traces/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, traces), 'utf8');
const shipped = JSON.parse(read('index.json')) as { name: string; title: string; file: string }[];

function play(text: string): Played {
  const played = playRecording(text, 'test');
  if (!played.ok) throw new Error(played.problem.message);
  return played.value;
}

/** A shipped recording without the rows of some kinds. */
function without(file: string, ...kinds: string[]): string {
  const recording = JSON.parse(read(file)) as { events: unknown[][] };
  recording.events = recording.events.filter((row) => !kinds.includes(row[2] as string));
  return JSON.stringify(recording);
}

describe.each(shipped)('$file', ({ file }) => {
  const text = read(file);
  const played = play(text);

  it('is predicted within 2 MiB at every sample, flags equal', () => {
    const { samples, worstAnonHugeKiB, worstRssKiB, flagsDiffer } = played.recording;
    expect(samples.length).toBeGreaterThan(50);
    expect(worstAnonHugeKiB).toBeLessThanOrEqual(2048);
    expect(worstRssKiB).toBeLessThanOrEqual(2048);
    expect(flagsDiffer).toBe(0);
    // The samples are of a run in which much happened.
    expect(Math.max(...samples.map((m) => m.anonHuge))).toBe(104 * 1024);
    expect(new Set(samples.map((m) => m.flags))).toEqual(new Set(['hg', 'nh', 'um nh']));
  });

  it('has no call that the engine expects to fail, and ends huge with its flags restored', () => {
    const { state } = played.recorder;
    expect(state.counts[K.EEXIST]).toBe(0);
    expect(state.counts[K.COPY]).toBe(
      (JSON.parse(text) as { events: unknown[][] }).events.filter((r) => r[2] === 'uffd_copy').length,
    );
    expect(state.waiting).toBe(0);
    expect(played.verdict).toMatchObject({
      lostPages: 0,
      stalePages: 0,
      flagsEqual: true,
      allHuge: true,
      aborted: false,
    });
    checkState(state);
  });

  it('shows the phases in order of time and gives the same log twice', () => {
    expect(played.phases.map((p) => p.name)).toEqual([
      'populate',
      'precopy',
      'stop',
      'nohugepage',
      'discard',
      'listen',
      'register',
      'postcopy',
      'cleanup',
      'khugepaged',
      'end',
    ]);
    expect(play(text).digest).toBe(played.digest);
  });

  it('would not fit if a rule or a row were missing', () => {
    expect(play(without(file, 'dontneed')).recording.worstAnonHugeKiB).toBeGreaterThan(2048);
    expect(play(without(file, 'nohugepage')).recording.flagsDiffer).toBeGreaterThan(0);
    expect(play(without(file, 'uffd_copy', 'uffd_zeropage')).recording.worstRssKiB).toBeGreaterThan(2048);
    expect(play(without(file, 'collapse', 'kh_scan')).recording.worstAnonHugeKiB).toBeGreaterThan(2048);
  });
});

describe('the small recording', () => {
  const played = play(JSON.stringify(makeFixture()));
  const { state } = played.recorder;

  it('fits its samples exactly', () => {
    expect(played.recording).toMatchObject({ worstAnonHugeKiB: 0, worstRssKiB: 0, flagsDiffer: 0 });
    expect(played.recording.samples.map((m) => m.predictedRss)).toEqual([
      0, 2048, 2044, 2048, 2052, 2052, 4096,
    ]);
  });

  it('collapses by address and count of holes, and leaves verdicts on other memory alone', () => {
    expect([...state.dst.pmd]).toEqual([PMD_HUGE, PMD_TABLE, PMD_HUGE]);
    expect(played.counters['verdicts on other memory']).toBe(1);
    expect(state.counts[K.KH_SCAN]).toBe(3);
    expect(state.filled).toBe(511);
  });

  it('reads an untouched zero page as the huge zero page, and sees one userfault once', () => {
    expect(state.counts[K.FAULT_HUGE_ZERO]).toBe(1);
    expect(state.counts[K.UFFD_FAULT]).toBe(1);
    expect(state.counts[K.UFFD_READ]).toBe(1);
    expect(state.counts[K.WAKE]).toBe(1);
    const { columns } = played.recorder;
    let copy = 0;
    while (columns.kind(copy) !== K.COPY || columns.page(copy) !== 7) copy++;
    expect([columns.kind(copy + 1), columns.page(copy + 1), columns.cause(copy + 1)]).toEqual([
      K.WAKE,
      7,
      copy,
    ]);
    expect(columns.kind(columns.cause(copy))).toBe(K.SRC_REQUEST);
    expect(state.counts[K.REQUEST]).toBe(1);
    expect(played.counters['requests after the page']).toBe(1);
  });

  it('draws nothing on the source', () => {
    expect(state.src.rss).toBe(0);
    expect(state.src.words.every((w) => (w & PRESENT) === 0)).toBe(true);
    expect(state.src.vmas.list).toEqual([]);
  });

  it('says a sample inside a slow call is no difference of flags, one 2 ms after it is', () => {
    const late = makeFixture();
    for (const row of late.events) if (row[0] === 0.204) row[0] = 0.2075;
    expect(play(JSON.stringify(late)).recording.flagsDiffer).toBe(1);
  });

  it('takes registration from the phases when the ioctls have no ranges', () => {
    const bare = makeFixture();
    bare.events = bare.events.filter(
      (row) => !String(row[2]).startsWith('uffd_reg') && row[2] !== 'uffd_unregister',
    );
    expect(play(JSON.stringify(bare)).recording.flagsDiffer).toBeGreaterThan(0);
    Object.assign(bare.phases, { first_register: 0.13, first_unregister: 0.21 });
    expect(play(JSON.stringify(bare)).recording.flagsDiffer).toBe(0);
  });

  it('believes what was seen where THP=always hides which region a verdict is about', () => {
    const always = makeFixture();
    always.meta.settings_seen = [[['always', 'madvise', '100', '4096', '511', null], 9]];
    always.events.push([0.39, 'dst', 'thp_gain', 0, 1024, 512, { from: 512 }]);
    const { recorder } = play(JSON.stringify(always));
    expect(recorder.state.counts[K.OBSERVED]).toBe(1);
    expect([...recorder.state.dst.pmd]).toEqual([PMD_TABLE, PMD_TABLE, PMD_HUGE]);
  });

  it('without verdicts of khugepaged, believes a sample that counts what the next pagemap shows', () => {
    const blind = makeFixture();
    blind.events = blind.events.filter(([, , kind]) => kind !== 'collapse' && kind !== 'kh_scan');
    for (const page of [0, 1024]) blind.events.push([0.45, 'dst', 'thp_gain', 0, page, 512, { from: 512 }]);
    const { recorder, recording } = play(JSON.stringify(blind));
    expect(recording.worstAnonHugeKiB).toBe(0);
    expect(recorder.state.counts[K.OBSERVED]).toBe(2);
    expect([...recorder.state.dst.pmd]).toEqual([PMD_HUGE, PMD_TABLE, PMD_HUGE]);
  });
});
