/** The engine against what a real kernel did, as recorded: every script in the repository, every operation. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareLines } from './compare.ts';
import { compareScript, readRecording } from './engine.ts';

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const names = readdirSync(folder('scripts'))
  .filter((f) => f.endsWith('.mm'))
  .map((f) => f.slice(0, -3));

describe('recorded scripts', () => {
  it('each script has its recording', () => {
    expect(names.length).toBeGreaterThan(160);
    expect(names.filter((n) => !existsSync(folder(`recorded/${n}.ndjson`)))).toEqual([]);
  });

  it.each(names)('%s', (name) => {
    const text = readFileSync(folder(`scripts/${name}.mm`), 'utf8');
    const recorded = readRecording(readFileSync(folder(`recorded/${name}.ndjson`), 'utf8'));
    expect(recorded.length).toBeGreaterThan(0);
    const { differences, counters } = compareScript(text, recorded);
    expect(differences).toEqual([]);
    expect(counters).toEqual([]);
  });
});

describe('the comparison', () => {
  const line = {
    i: 0,
    op: 'read A 0',
    ret: 7,
    st: { A: { len: 1, vmas: [], pages: [{ p: 0, n: 1, k: 'small', v: 7, x: 1 }] } },
  };

  it('sees another value, another errno, another page, another folio', () => {
    expect(compareLines(line, structuredClone(line))).toEqual([]);
    expect(compareLines(line, { ...line, ret: 0 })).toHaveLength(1);
    expect(compareLines(line, { ...line, err: 'EINVAL' })).toHaveLength(1);
    const page = (p: object) => ({ ...line, st: { A: { ...line.st.A, pages: [p] } } });
    expect(compareLines(line, page({ p: 0, n: 1, k: 'hole' }))).toHaveLength(1);
    expect(compareLines(line, page({ p: 0, n: 1, k: 'small', v: 7, x: 1, mc: 2 }))).toHaveLength(1);
  });

  it('numbers folios as they are met, and takes verdicts as a set', () => {
    const folio = (f: number) => ({
      ...line,
      st: { A: { ...line.st.A, pages: [{ p: 0, n: 1, k: 'thp-pte', f, sub: 3 }] } },
    });
    expect(compareLines(folio(0), folio(5))).toEqual([]);
    const scan = (times: number) => ({
      ...line,
      scan: [{ fn: 'scan_pmd', status: 'pmd_none', none_or_zero: 0, times }],
    });
    expect(compareLines(scan(1), scan(39))).toEqual([]);
    expect(compareLines(scan(1), line)).toHaveLength(1);
  });
});
