/** Guards what is painted: at any size no text stands on another or leaves the picture, and the numbers at the playhead are those of
 *  the step. */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { whole } from '../../engine/base/work.ts';
import type { Axis } from '../../engine/index.ts';
import { flagSpans } from '../../engine/lookup/flagspans.ts';
import { LaneIndex } from '../../engine/lookup/laneindex.ts';
import { lanes } from '../../engine/lookup/lanes.ts';
import { presetRun } from '../../engine/testing/runs.ts';
import type { Pen } from '../ui/pen.ts';
import { TIMELINE_COLOURS } from './colours.ts';
import { flagRowsOf } from './flags.ts';
import { type Now, paintOver } from './over.ts';
import { type Picture, paintTimeline } from './paint.ts';
import { CURVES, type Geometry, GUTTER, type Row, rowAt, rowsOf, unfoldsAt } from './rows.ts';

/** Lanes are a picture, which has no texts. */
vi.mock('./heat.ts', () => ({ heatOf: () => null }));

const colours = TIMELINE_COLOURS.dark;

interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A letter is as wide as one of a usual font of 13 px. */
const widthOf = (text: string) => text.length * 7.4;

/** A pen that notes texts and where their middle is from top to bottom. A turned one reads from the bottom to the top. */
function notingPen(): Pen & { readonly texts: Text[] } {
  const texts: Text[] = [];
  const nothing = () => {};
  let place: readonly [x: number, y: number] = [0, 0];
  let turned = false;
  const pen: Record<string, unknown> = {
    texts,
    measureText: (text: string) => ({ width: widthOf(text) }),
    fillText: (text: string, x: number, y: number) => {
      const w = widthOf(text);
      if (turned) texts.push({ text, x: place[0] - 6.5, y: place[1] - w / 2, w: 13, h: w });
      else texts.push({ text, x, y, w, h: 13 });
    },
    translate: (x: number, y: number) => {
      place = [x, y];
    },
    rotate: () => {
      turned = true;
    },
    restore: () => {
      turned = false;
    },
  };
  return new Proxy(pen, {
    get: (of, key) => of[key as string] ?? nothing,
    set: () => true,
  }) as never;
}

const run = presetRun('qemu-as-mailed');
const { columns } = run.recorder;
const index = new LaneIndex(run.recorder);
while (!index.grow(1e6));
const flags = flagRowsOf(whole(flagSpans(columns)));

const geometryOf = (width: number, height: number, coarse = false): Geometry => ({
  width,
  height,
  actors: [0, 1, 2, 3, 4, 5, 6],
  pinned: 1,
  lane: null,
  unfolded: false,
  subject: 'qemu',
  flags,
  curves: CURVES,
  coarse,
});

function pictureOf(width: number, axis: Axis, from = 0, to = columns.length): Picture & { axis: Axis } {
  return {
    lanes: lanes(index, { from, to, buckets: width - GUTTER, axis }, run.phases),
    axis,
    events: null,
    phases: run.phases,
    steps: columns.length,
    measured: [],
    isLit: () => false,
  };
}

const axis = fc.constantFrom<Axis>('phases', 'steps', 'time');
const size = fc.record({
  width: fc.integer({ min: 248, max: 2400 }),
  height: fc.integer({ min: 20, max: 600 }),
  coarse: fc.boolean(),
});

/** Texts that stand on one another, by a pixel or more. */
const clashes = (texts: readonly Text[]) =>
  texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => Math.abs(a.y - b.y) < (a.h + b.h) / 2 - 1 && a.x < b.x + b.w && b.x < a.x + a.w)
      .map((b) => `"${a.text}" on "${b.text}"`),
  );

describe('rows', () => {
  it('stand below one another inside the picture at any height, phases among them', () => {
    fc.assert(
      fc.property(size, ({ width, height, coarse }) => {
        const rows = rowsOf(geometryOf(width, height, coarse));
        expect(rows.some((row) => row.kind === 'phases')).toBe(true);
        let end = 0;
        for (const { y, h } of rows) {
          expect(h).toBeGreaterThan(0);
          expect(y).toBeGreaterThanOrEqual(end);
          end = y + h;
        }
        expect(end).toBeLessThanOrEqual(height);
      }),
    );
  });

  it('are not stretched: a run with little to show leaves the rest empty', () => {
    const rows = rowsOf({ ...geometryOf(1000, 600), actors: [0, 3], curves: ['huge'] });
    const last = rows.at(-1)!;
    expect(last.kind).toBe('curve');
    expect(last.y + last.h).toBeLessThan(220);
  });

  const kinds = (height: number) => new Set(rowsOf(geometryOf(1000, height)).map((row: Row) => row.kind));
  it.each([
    [26, ['phases']],
    [60, ['ruler', 'phases']],
    [120, ['ruler', 'phases', 'flags', 'lane']],
    [200, ['ruler', 'phases', 'flags', 'lane', 'curve']],
    [400, ['ruler', 'phases', 'flags', 'lane', 'curve']],
  ])('%i px hold %j', (height, expected) => {
    expect([...kinds(height)]).toEqual(expected);
  });

  it('name their lanes where there is room, and are found by their height', () => {
    const named = (height: number, more: Partial<Geometry> = {}) =>
      rowsOf({ ...geometryOf(1000, height), ...more }).flatMap((row) =>
        row.kind === 'lane' && row.named ? [row.actor] : [],
      );
    expect([named(110), named(183), named(330)]).toEqual([[], [0, 1, 2], [0, 1, 2, 3, 4, 5, 6]]);
    expect(named(183, { lane: 5 }), 'the lane that is picked is named').toEqual([0, 1, 5]);
    expect(named(200, { unfolded: true }), 'as a reader wants').toEqual([0, 1, 2, 3, 4, 5, 6]);
    // A press on the label of the others names all where that is possible.
    const folded = (height: number) => rowsOf(geometryOf(1000, height)).findLast((r) => r.kind === 'lane')!.y;
    expect(unfoldsAt(geometryOf(1000, 201), folded(201))).toBe(true);
    expect(unfoldsAt(geometryOf(1000, 130), folded(130))).toBe(false);
    const g = geometryOf(1000, 330);
    for (const row of rowsOf(g)) expect(rowAt(g, row.y + row.h / 2)).toEqual(row);
  });
});

describe('texts', () => {
  it('never stand on one another and stay inside, at any size, on any axis, in any part of the run', () => {
    const window = fc.tuple(fc.nat(columns.length - 1), fc.nat(columns.length)).map(([from, n]) => ({
      from,
      to: Math.min(columns.length, from + 1 + n),
    }));
    fc.assert(
      fc.property(size, axis, fc.option(window, { nil: null }), (s, on, part) => {
        const g = geometryOf(s.width, s.height, s.coarse);
        const pen = notingPen();
        const { from, to } = part ?? { from: 0, to: columns.length };
        paintTimeline(pen, g, pictureOf(g.width, on, from, to), colours);
        expect(clashes(pen.texts)).toEqual([]);
        for (const { text, x, w } of pen.texts) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + w, text).toBeLessThanOrEqual(g.width + 1);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('on the ruler never stand on one another, wherever the playhead is', () => {
    fc.assert(
      fc.property(size, axis, fc.nat(columns.length), (s, on, step) => {
        const g = geometryOf(s.width, s.height, s.coarse);
        const pen = notingPen();
        const now = {
          time: '62.684 ms',
          phase: 'precopy pass, dirty logging',
          values: { 'to-send': 5, huge: 32_768, waiting: 3 },
        };
        paintOver(pen, g, pictureOf(g.width, on), { step, now, pointed: null, range: null }, colours);
        expect(clashes(pen.texts)).toEqual([]);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

describe('what is said', () => {
  const painted = (now: Now | null, step = 52_000) => {
    const pen = notingPen();
    const g = geometryOf(1400, 340);
    paintOver(pen, g, pictureOf(1400, 'phases'), { step, now, pointed: null, range: null }, colours);
    return pen.texts.map((t) => t.text);
  };

  it('the value of each curve at the playhead, and its time on the ruler', () => {
    const now = {
      time: '69.027 ms',
      phase: 'postcopy',
      values: { 'to-send': 1466, huge: 32_768, waiting: 3 },
    };
    expect(painted(now)).toEqual(expect.arrayContaining(['69.027 ms', '1,466', '32 MiB', '3']));
    expect(painted(null)).not.toContain('1,466');
  });

  it('the largest value of a curve says that it is one', () => {
    const pen = notingPen();
    paintTimeline(pen, geometryOf(1400, 400), pictureOf(1400, 'phases'), colours);
    const texts = pen.texts.map((t) => t.text);
    expect(texts).toContain('max 16,384');
    expect(texts).not.toContain('16,384');
  });

  it('phases by short labels where they are narrow, flags by the names of smaps', () => {
    const pen = notingPen();
    paintTimeline(pen, geometryOf(1180, 340), pictureOf(1180, 'phases'), colours);
    const texts = pen.texts.map((t) => t.text);
    for (const text of ['NOHUGEPAGE', 'not armed', 'REGISTER', 'UNREGISTER', 'nh', 'hg um', 'hg dirty log'])
      expect(texts).toContain(text);
  });

  it('how long each sleep is that the axis of time leaves out', () => {
    const pen = notingPen();
    const g = geometryOf(1400, 340);
    const over = { step: 0, now: null, pointed: null, range: null };
    paintOver(pen, g, pictureOf(1400, 'time'), over, colours);
    expect(pen.texts.filter((t) => t.text === '10 s')).toHaveLength(4);
  });

  it('what the dots of a recording are, away from the playhead', () => {
    const measured = [{ step: 100, anonHuge: 4096 }] as unknown as Picture['measured'];
    for (const step of [100, 53_000]) {
      const pen = notingPen();
      const now = { time: '1 ms', phase: 'end', values: { 'to-send': 1, huge: 2048, waiting: 0 } };
      const over = { step, now, pointed: null, range: null };
      paintOver(pen, geometryOf(900, 340), { ...pictureOf(900, 'steps'), measured }, over, colours);
      expect(pen.texts.map((t) => t.text)).toContain('measured by smaps');
      expect(clashes(pen.texts)).toEqual([]);
    }
  });

  it('of memory that has a flag in part, the part', () => {
    const pen = notingPen();
    const segments = [{ from: 0, to: 10_000, held: [{ flag: 'hg', pages: 49, of: 100 }] }] as const;
    const g = { ...geometryOf(1400, 340), flags: [{ host: 1, segments }] as const };
    paintTimeline(pen, g, pictureOf(1400, 'steps'), colours);
    expect(pen.texts.map((t) => t.text)).toContain('hg 49%');
  });
});
