/** Guards that what is offered is what the parser takes there. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OP_NAMES, parseScript } from '../../engine/index.ts';
import { explain, offersAt, regionsOf } from './complete.ts';

const labels = (before: string) => offersAt(before, ['RAM', 'B'])?.offers.map((o) => o.label) ?? null;

describe('offers', () => {
  it('begin with every operation, each with its usage and meaning', () => {
    const offered = offersAt('  ma', []);
    expect(offered?.from).toBe(2);
    expect(offered?.offers.map((o) => o.label)).toEqual(OP_NAMES);
    for (const o of offered?.offers ?? []) expect(o.info).toMatch(/\.$/);
  });

  it.each([
    ['read ', ['RAM', 'B']],
    ['read RAM ', null],
    ['mmap ', null],
    ['mmap A 2m ', ['shift=', 'ro', 'none', 'noreserve', 'shared', 'memfd']],
    ['mmap A 2m shift=1p ro ', ['noreserve', 'shared', 'memfd']],
    ['uffd-move RAM 0 ', ['RAM', 'B']],
    ['uffd-register RAM 0 2m ', ['missing', 'wp', 'missing+wp']],
    ['khugepaged-set ', ['defrag', 'max_ptes_none', 'max_ptes_shared', 'max_ptes_swap']],
    ['khugepaged-set max_ptes_none ', null],
    ['thp-set hugepages-64kB/enabled ', ['always', 'inherit', 'madvise', 'never']],
    ['thp-set toString ', null],
    ['thp-defrag ', ['defer+madvise']],
    ['nonsense ', null],
    ['fork ', null],
    ['fork', null],
    ['read RAM 0 # re', null],
  ])('%j', (before, expected) => {
    const offered = labels(before);
    if (expected === null) expect(offered).toBeNull();
    else expect(offered).toEqual(expect.arrayContaining(expected));
  });

  it('leave out options that others exclude', () => {
    expect(labels('mmap A 2m shift=1p ro ')).toEqual(['noreserve', 'shared', 'memfd']);
  });

  it('leave out features that stand there already', () => {
    expect(labels('uffd-open wp_async ')).not.toContain('wp_async');
    expect(labels('uffd-open wp_async ')).toContain('move');
  });

  it('are words that the parser takes there', () => {
    for (const line of ['madvise RAM 0 2m ', 'thp-enabled ', 'uffd-open ', 'uffd-wp RAM 0 1p '])
      for (const label of labels(line) ?? [])
        expect(parseScript(`mmap RAM 2m\n${line}${label}`)).toMatchObject({ ok: true });
  });
});

it('regions are those that mmap and mremap make', () => {
  expect(
    regionsOf('mmap A 2m\n # mmap N 2m\n  mmap B 2m # x\nmremap A 0 2m C\nmmap A 4m\nmmap 1 2m'),
  ).toEqual(['A', 'B', 'C']);
});

it('only operations are explained', () => {
  expect(explain('fork')?.usage).toBe('fork');
  expect(explain('constructor')).toBeNull();
});

describe('scripts that come with the app', () => {
  const folder = new URL('../../public/scripts/', import.meta.url);
  const listed = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as { file: string }[];

  it('are all listed', () => {
    expect(listed.map((s) => s.file).sort()).toEqual(
      readdirSync(folder)
        .filter((f) => f.endsWith('.mm'))
        .sort(),
    );
  });

  it.each(listed.map((s) => s.file))('%s is a script with a question', (file) => {
    const parsed = parseScript(readFileSync(new URL(file, folder), 'utf8'));
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && parsed.value.question).toMatch(/\?$/);
    expect(parsed.ok && parsed.value.ops.length).toBeGreaterThan(5);
  });
});
