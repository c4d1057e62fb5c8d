/** Guards that tables hold the log as it is: every event once, under the same names in both, readable by the book. */
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { ACTORS, actorOf, cpuOf, hostOf } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { KINDS } from '../event/event.ts';
import { pagesOf } from '../lookup/events.ts';
import { presetRun, textOf } from '../testing/runs.ts';
import { csvOf } from './csv.ts';
import { jsonOf } from './json.ts';
import { ROW_FIELDS } from './row.ts';

const run = presetRun('qemu-as-mailed', { 'guest.bytes': 8 * MIB });
const { columns } = run.recorder;
const ABOUT = { title: 'A run', link: 'https://faultline.example/#v=1&s=2' };

/** RFC 4180, without line ends in cells. */
function cells(line: string): string[] {
  const found: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const quoted = line[at] === '"';
    const end = quoted ? /[^"](?:"")*"(?=,|$)/g : /(?=,|$)/g;
    end.lastIndex = at;
    const m = end.exec(line)!;
    const to = m.index + m[0].length;
    found.push(quoted ? line.slice(at + 1, to - 1).replaceAll('""', '"') : line.slice(at, to));
    at = to + 1;
  }
  return found;
}

const rowsOf = (csv: string): string[][] => csv.trimEnd().split('\r\n').slice(2).map(cells);

describe('comma-separated values', () => {
  const csv = textOf(csvOf(columns, { from: 0, to: Infinity }, ABOUT));
  const rows = rowsOf(csv);

  it('begin with a comment that holds the link, and the names', () => {
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      `# ${ABOUT.link}`,
      'step,time_ns,actor,cpu,host,name,page,count,arg,cause,words',
    ]);
    const bare = textOf(csvOf(columns, { from: 0, to: 1 }, { ...ABOUT, link: null }));
    expect(bare.split('\r\n')[0]).toBe(ROW_FIELDS.join(','));
  });

  it('hold every event as the log does', () => {
    expect(rows).toHaveLength(columns.length);
    let quoted = 0;
    rows.forEach((row, n) => {
      const who = columns.who(n);
      const cause = columns.cause(n);
      expect(row.slice(0, -1)).toEqual([
        String(n + 1),
        String(columns.time(n)),
        ACTORS[actorOf(who)],
        String(cpuOf(who)),
        hostOf(who) ? 'destination' : 'source',
        KINDS[columns.kind(n)]?.name,
        String(columns.page(n)),
        String(pagesOf(columns.kind(n), columns.arg(n))),
        String(columns.arg(n)),
        cause === NO_CAUSE ? '' : String(cause + 1),
      ]);
      if (row.at(-1)?.includes(',')) quoted++;
    });
    expect(quoted).toBeGreaterThan(100);
  });

  it('of a range hold its events alone; ranges are clamped to the log', () => {
    const part = textOf(csvOf(columns, { from: 100, to: 203 }, ABOUT));
    expect(rowsOf(part)).toEqual(rows.slice(100, 203));
    expect(rowsOf(textOf(csvOf(columns, { from: -5, to: 2 }, ABOUT)))).toEqual(rows.slice(0, 2));
    expect(rowsOf(textOf(csvOf(columns, { from: 9, to: 3 }, ABOUT)))).toEqual([]);
  });
});

describe('JSON', () => {
  it('holds the same rows under the same names, and what run they are of', () => {
    const range = { from: 50, to: 2500 };
    const { events, ...header } = JSON.parse(textOf(jsonOf(run, range, ABOUT)));
    expect(header).toEqual({
      format: 'faultline-events',
      version: 1,
      ...ABOUT,
      digest: run.digest,
      range,
      steps: columns.length,
      pages: run.recorder.state.pages,
      hosts: ['source', 'destination'],
      cast: 'qemu',
    });
    expect(Object.keys(events[0])).toEqual([...ROW_FIELDS]);
    const rows = rowsOf(textOf(csvOf(columns, range, ABOUT)));
    expect(events.map((e: object) => Object.values(e).map((cell) => String(cell ?? '')))).toEqual(rows);
  });

  it('of an empty range is JSON, too', () => {
    expect(JSON.parse(textOf(jsonOf(run, { from: 7, to: 7 }, ABOUT))).events).toEqual([]);
  });
});
