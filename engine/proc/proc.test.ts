/** Guards what the tools print: against recorded kernels, against a plain count of pages, and line by line in marks. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { K } from '../event/event.ts';
import { PRESENT, ZERO } from '../event/pageword.ts';
import { MemoryState } from '../event/state.ts';
import { System } from '../mm/system.ts';
import { PRESETS, withOverrides } from '../scenario/presets.ts';
import { type Layout, layOut } from '../script/layout.ts';
import { parseScript } from '../script/parse.ts';
import { playScript, type ScriptRun } from '../script/play.ts';
import type { RegionState } from '../script/state.ts';
import { simulate } from '../sim/run.ts';
import { Replica } from '../view/replica.ts';
import { type Line, mark, type ProcFile, pagemap, smaps } from './proc.ts';
import { ProcViewer } from './viewer.ts';
import { Tally, vmstat } from './vmstat.ts';

function play(text: string): { run: ScriptRun; layout: Layout } {
  const run = playScript(text);
  const parsed = parseScript(text);
  if (!run.ok || !parsed.ok) throw new Error('expected a script');
  return { run: run.value, layout: layOut(parsed.value) };
}

function linesAt(
  viewer: ProcViewer,
  step: number,
  file: ProcFile,
  host: 0 | 1 = 1,
  page: number | null = null,
) {
  const answer = viewer.answer({ step, host, file, page });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value.lines.filter((line) => line.mark !== 'gone');
}

const texts = (lines: readonly Line[]) => lines.map((line) => line.text);
/** `name: value kB` or `name value` as a table. */
const table = (lines: readonly Line[]) =>
  new Map(lines.map((line) => line.text.split(/:?\s+/)).map(([name, value]) => [name, Number(value)]));

interface Recorded {
  readonly rec: string;
  readonly op: string;
  readonly st: Readonly<Record<string, RegionState>>;
}

const folder = (name: string) => new URL(`../conformance/${name}`, import.meta.url);
const read = (file: string) => readFileSync(folder(file), 'utf8');
/** Scripts of which a real kernel's state after every operation was recorded. */
const RECORDED = readdirSync(folder('scripts')).map((file) => file.replace(/[.]mm$/, ''));

describe.each(RECORDED)('%s', (name) => {
  const { run, layout } = play(read(`scripts/${name}.mm`));
  const ops = read(`recorded/${name}.ndjson`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
    .filter((line) => line.rec === 'op')
    // What the engine does not model ends a run.
    .slice(0, run.script.done.length);

  it('smaps says what the kernel said', () => {
    const viewer = new ProcViewer(run);
    ops.forEach(({ op, st }, i) => {
      const lines = linesAt(viewer, run.script.done[i]!.step!, 'smaps');
      for (const [region, { vmas }] of Object.entries(st))
        for (const vma of vmas) {
          const { base } = layout.regions.get(region) as { base: number };
          const own = lines.filter((line) => line.key.startsWith(`${base + vma.s} `));
          const of = table(own);
          expect({
            op,
            size: of.get('Size'),
            rss: of.get('Rss'),
            anon: of.get('Anonymous'),
            ahp: of.get('AnonHugePages'),
            elig: of.get('THPeligible'),
            fl: own.at(-1)?.text.replace(/^VmFlags:\s+/, ''),
          }).toEqual({
            op,
            size: (vma.e - vma.s) * 4,
            rss: vma.rss,
            anon: vma.anon,
            ahp: vma.ahp,
            elig: vma.elig,
            fl: vma.fl.join(' '),
          });
        }
    });
  });

  it('pagemap says which pages are mapped, and which of them by nobody else', () => {
    const { columns, keyframes, state } = run.recorder;
    const replica = new Replica(columns, keyframes, state.pages, true);
    ops.forEach(({ op, st }, i) => {
      const now = replica.seek(run.script.done[i]!.step!);
      for (const [region, { len, pages }] of Object.entries(st)) {
        const { base } = layout.regions.get(region) as { base: number };
        const lines = pagemap(now, 1, { from: base, to: base + len });
        const said = lines.flatMap(({ text }) => spread(text));
        const recorded = pages.flatMap(({ n, k, x }) => Array<string>(n).fill(BITS[k] ?? `P${x ? 'X' : ''}`));
        expect([op, region, said.findIndex((bits, p) => bits !== recorded[p])]).toEqual([op, region, -1]);
      }
    });
  });
});

const BITS: Readonly<Record<string, string>> = { hole: '', 'wp-marker': 'S', guard: 'SG', swapent: 'S' };

/** A run's bits, once for each of its pages. */
function spread(text: string): string[] {
  const [, first, last] = /^0x([0-9a-f]+)(?:-0x([0-9a-f]+))?:/.exec(text) as unknown as [
    string,
    string,
    string?,
  ];
  const n = last === undefined ? 1 : Number.parseInt(last, 16) - Number.parseInt(first, 16) + 1;
  const letters = [
    ['63 present', 'P'],
    ['62 swap', 'S'],
    ['58 guard', 'G'],
    ['56 exclusive', 'X'],
  ] as const;
  return Array<string>(n).fill(letters.map(([bit, letter]) => (text.includes(bit) ? letter : '')).join(''));
}

/** What a 6.18 kernel counted from the first operation to the last; counters that are not named stood still. */
const COUNTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  a13_hzero_split_by_write_nohuge: { thp_fault_alloc: 1 },
  a14_mthp_64k: {},
  b01_dontneed_one_page_of_thp: { thp_fault_alloc: 1, thp_split_pmd: 1, thp_deferred_split_page: 1 },
  b11_nohugepage_unaligned_splits: { thp_fault_alloc: 3, thp_split_pmd: 2 },
  b18_free_one_page_of_thp: { thp_fault_alloc: 1, thp_split_pmd: 1, thp_split_page: 1 },
  b22_munmap_one_page_of_thp: { thp_fault_alloc: 1, thp_split_pmd: 1, thp_deferred_split_page: 1 },
  b28_thp_cow_after_fork: { thp_fault_alloc: 1, thp_split_pmd: 2, thp_deferred_split_page: 1 },
  b29_dontneed_511_of_512: { thp_fault_alloc: 1, thp_split_pmd: 1, thp_deferred_split_page: 1 },
  e12_zero_ptes_count: { thp_collapse_alloc: 1 },
};

it.each(Object.entries(COUNTED))('vmstat counts what the kernel counted: %s', (name, counted) => {
  const { columns, state } = play(read(`scripts/${name}.mm`)).run.recorder;
  const counts = table(vmstat(new Tally(columns, state).at(columns.length, 'both')));
  for (const counter of [
    'thp_fault_alloc',
    'thp_collapse_alloc',
    'thp_split_page',
    'thp_split_pmd',
    'thp_deferred_split_page',
  ])
    expect([counter, counts.get(counter)]).toEqual([counter, counted[counter] ?? 0]);
});

describe('one address space', () => {
  const thp = { sys: new System('always'), thpDisable: 'off' } as const;

  it('THPeligible follows the mode that is given, and is left out without one', () => {
    const { run } = play('mmap A 4m\n');
    const eligible = (mode: 'always' | 'madvise' | 'never') =>
      table(smaps(run.recorder.state, 1, { ...thp, sys: new System(mode) }, { from: 0, to: 9999 })).get(
        'THPeligible',
      );
    expect([eligible('always'), eligible('madvise'), eligible('never')]).toEqual([1, 0, 0]);
    expect(texts(smaps(run.recorder.state, 1, null, { from: 0, to: 9999 })).join()).not.toContain('THPel');
  });

  it('a script’s own changes of the mode count from their operation on', () => {
    const { run } = play('mmap A 4m\nmadvise A 0 4m HUGEPAGE\nthp-enabled never\nprctl-thp-disable 0\n');
    const viewer = new ProcViewer(run);
    const eligible = run.script.done.map(({ step }) =>
      table(linesAt(viewer, step, 'smaps')).get('THPeligible'),
    );
    expect(eligible).toEqual([0, 1, 0, 0]);
  });

  it('shared pages are halves of Pss and nobody’s private ones', () => {
    const { run } = play('mmap A 4m\nwrite-range A 0 4p\nfork\nchild-write A 0 9\n');
    const viewer = new ProcViewer(run);
    const of = table(linesAt(viewer, run.recorder.columns.length, 'smaps', 0));
    const names = ['Rss', 'Pss', 'Shared_Dirty', 'Private_Dirty'];
    expect(names.map((name) => of.get(name))).toEqual([16, 10, 12, 4]);
  });

  it('markers are swap entries, and a hole is nothing', () => {
    const { run, layout } = play(
      'mmap A 4m\nuffd-open\nuffd-register A 0 4m missing+wp\nuffd-poison A 2p 1p\nmadvise A 4p 1p GUARD_INSTALL\n',
    );
    const { base } = layout.regions.get('A') as { base: number };
    const lines = pagemap(run.recorder.state, 1, { from: base, to: base + 8 });
    expect(texts(lines).map((text) => text.replace(/^.*?: /, ''))).toEqual([
      '0',
      '62 swap',
      '0',
      '62 swap, 58 guard',
      '0',
    ]);
  });

  it('thpmaps tells whole pieces from parts, and the queue', () => {
    const { run } = play(
      'mmap A 6m\nmadvise A 0 6m HUGEPAGE\nwrite A 0\nwrite A 2m\nwrite A 4m\nmprotect A 2m 1p r\nmadvise A 4m 1p DONTNEED\n',
    );
    const viewer = new ProcViewer(run);
    expect(
      texts(linesAt(viewer, run.recorder.columns.length, 'thpmaps'))
        .filter((text) => !/-p /.test(text))
        .map((text) => text.replace(/\s+/g, ' ')),
    ).toEqual([
      'anon-thp-pmd-aligned-2048kB: 2048 kB (100%)',
      'anon-thp-pte-partial: 4 kB (100%)',
      'anon-thp-pte-partial: 4088 kB (100%)',
      'hugepages-2048kB/stats/nr_anon 3',
      'hugepages-2048kB/stats/nr_anon_partially_mapped 1',
    ]);
  });

  it('says how many VMAs it leaves out', () => {
    const ops = Array.from({ length: 40 }, (_, i) => `madvise A ${i * 2}p 1p NOHUGEPAGE\n`);
    const { run, layout } = play(`mmap A 4m\n${ops.join('')}`);
    const { base } = layout.regions.get('A') as { base: number };
    const lines = linesAt(new ProcViewer(run), run.recorder.columns.length, 'smaps', 1, base + 40);
    expect(lines[0]?.text).toBe('(32 more before)');
    expect(lines.at(-1)?.text).toMatch(/^\(\d+ more after\)$/);
    expect(lines.length).toBeLessThan(300);
  });
});

describe('a migration', () => {
  const made = withOverrides(PRESETS[0]!, { 'guest.bytes': 32 * MIB });
  if (!made.ok) throw new Error(made.problem.message);
  const run = simulate(made.value);
  const { recorder } = run;
  const viewer = new ProcViewer(run);
  const steps = Array.from({ length: 60 }, (_, i) => Math.floor((recorder.columns.length * i) / 59));

  it('Rss and AnonHugePages are those of the state, on both hosts, whatever the order of steps', () => {
    const fresh = new Replica(recorder.columns, recorder.keyframes, recorder.state.pages);
    for (const step of [...steps.filter((_, i) => i % 2), ...steps.toReversed()])
      for (const host of [0, 1] as const) {
        const side = fresh.seek(step).side(host);
        const lines = linesAt(viewer, step, 'smaps', host);
        const sum = (name: string) =>
          lines
            .filter((line) => line.text.startsWith(`${name}:`))
            .reduce((n, line) => n + Number(line.text.split(/\s+/)[1]), 0);
        const mapped = side.words.reduce((n, w) => n + (w & PRESENT && !(w & ZERO) ? 4 : 0), 0);
        expect([step, sum('Rss'), sum('AnonHugePages')]).toEqual([step, mapped, side.huge * 2048]);
        expect(sum('Rss')).toBe(sum('Private_Clean') + sum('Private_Dirty'));
      }
  });

  it('counts are of one host, and together those of the state', () => {
    const tally = new Tally(recorder.columns, recorder.state);
    const fresh = new Replica(recorder.columns, recorder.keyframes, recorder.state.pages);
    for (const step of steps.toReversed()) {
      const { counts } = fresh.seek(step);
      for (const k of [K.FAULT_HUGE, K.PMD_SPLIT, K.COLLAPSE, K.COPY])
        expect(tally.at(step, 0).kind(k) + tally.at(step, 1).kind(k)).toBe(counts[k]);
    }
    const end = recorder.columns.length;
    expect(tally.at(end, 0).kind(K.PMD_SPLIT)).toBe(0);
    expect(tally.at(end, 1).kind(K.PMD_SPLIT)).toBeGreaterThan(0);
  });

  it('refuses what it does not know', () => {
    const ask = { step: 3, host: 1, file: 'maps', page: null };
    expect(viewer.answer(ask as never)).toMatchObject({ ok: false, problem: { where: 'file' } });
    expect(viewer.answer({ ...ask, file: 'smaps', host: 2 } as never)).toMatchObject({
      ok: false,
      problem: { where: 'host' },
    });
    const odd = viewer.answer({ step: Number.NaN, host: 1, file: 'pagemap', page: 1e9 });
    expect(odd).toMatchObject({ ok: true, value: { step: 0, page: recorder.state.pages - 1 } });
  });
});

describe('folios', () => {
  it('a replica of a script has the machine’s frames, also from a keyframe', () => {
    const { run } = play(
      `mmap A 64m\nwrite-range A 0 8m\nfork\n${'write-range A 0 64m\nflood A 0 1p 1p 16384 DONTNEED\n'.repeat(3)}child-write A 3p\n`,
    );
    const { columns, keyframes, state } = run.recorder;
    expect(keyframes.length).toBeGreaterThan(0);
    const replica = new Replica(columns, keyframes, state.pages, true);
    for (const step of [columns.length, 10, columns.length - 1, columns.length]) replica.seek(step);
    for (const host of [0, 1] as const) {
      const [mine, theirs] = [replica.state.side(host).frames, state.side(host).frames];
      expect(mine?.findIndex((frame, p) => frame !== theirs?.[p])).toBe(-1);
    }
    const again = new MemoryState(state.pages);
    whole(keyframes[0]!.unpackInto(again));
    expect(again.folios).not.toBeNull();
  });
});

describe('marks', () => {
  const line = (key: string, text = key): Line => ({ key, text });
  const told = (before: readonly Line[] | null, now: readonly Line[]) =>
    mark(before, now).map((l) => `${{ same: '', changed: '~', new: '+', gone: '-' }[l.mark]}${l.text}`);

  it('by key, with lines that are gone where they stood', () => {
    const before = [line('a'), line('b'), line('c'), line('d')];
    expect(told(before, [line('a'), line('x'), line('c', 'C'), line('d')])).toEqual([
      'a',
      '-b',
      '+x',
      '~C',
      'd',
    ]);
    expect(told(before, [])).toEqual(['-a', '-b', '-c', '-d']);
    expect(told([], before)).toEqual(['+a', '+b', '+c', '+d']);
    expect(told(null, before)).toEqual(['a', 'b', 'c', 'd']);
    expect(mark([line('a', '1')], [line('a', '2')])[0]).toMatchObject({ mark: 'changed', was: '1' });
  });
});
