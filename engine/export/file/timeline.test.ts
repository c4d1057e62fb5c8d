/** Guards that a file opens again as what was written, byte for byte, and that no file, however made, does more than be refused
 *  with the place of what is wrong. */

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../base/result.ts';
import { MIB } from '../../base/units.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K, type KindKey } from '../../event/event.ts';
import { Columns } from '../../log/columns.ts';
import { parseScript } from '../../script/parse.ts';
import { runScript } from '../../script/run.ts';
import { makeFixture } from '../../testing/recording.ts';
import { presetRun, presetScenario } from '../../testing/runs.ts';
import { playRecording } from '../../trace/play.ts';
import { Viewer } from '../../view/frame.ts';
import { EventReader } from './events.ts';
import type { Facts } from './facts.ts';
import { openTimeline } from './open.ts';
import { fileHead, section } from './sections.ts';
import type { AnyRun } from './timeline.ts';
import {
  decodeTimeline,
  encodeTimeline,
  type Origin,
  type Timeline,
  timelineOf,
  timelinePieces,
} from './timeline.ts';

const origin = (text: string, kind: Origin['kind'] = 'scenario'): Origin => ({
  kind,
  text,
  title: 'QEMU as mailed',
  link: 'https://faultline.example/#v=1&p=qemu-as-mailed&s=3',
  semantics: 3,
});

function got<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.where}: ${result.problem.message}`);
  return result.value;
}

function drained<T>(steps: Generator<number, T>): T {
  let before = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(before);
    expect(step.value).toBeLessThanOrEqual(1);
    before = step.value;
  }
}

const opened = (bytes: Uint8Array) => drained(openTimeline(bytes));

const bytesOf = (column: Uint16Array | Uint32Array) =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

/** Writes a run, reads it, writes it again, opens it, and writes that: the same bytes each time, and the same run. */
function goesRound(run: AnyRun, from: Origin): void {
  const bytes = encodeTimeline(timelineOf(run, from));
  const read = got(decodeTimeline(bytes));
  expect(Buffer.compare(encodeTimeline(read), bytes)).toBe(0);
  expect(read.columns.digest()).toBe(run.digest);
  const { run: again, origin: came } = got(opened(bytes));
  expect(came).toEqual(from);
  expect(Buffer.compare(encodeTimeline(timelineOf(again, came)), bytes)).toBe(0);
  const { recorder: _, ...facts } = run;
  const { recorder: __, ...factsAgain } = again;
  expect(factsAgain).toEqual(JSON.parse(JSON.stringify(facts)));
  const [a, b] = [run.recorder.state, again.recorder.state];
  expect(Buffer.compare(bytesOf(b.dst.words), bytesOf(a.dst.words))).toBe(0);
  expect(Buffer.compare(bytesOf(b.src.words), bytesOf(a.src.words))).toBe(0);
  expect(b.dst.vmas.list).toEqual(a.dst.vmas.list);
  expect([b.dst.rss, b.dst.huge, b.lost]).toEqual([a.dst.rss, a.dst.huge, a.lost]);
  expect(Buffer.compare(bytesOf(again.recorder.curve), bytesOf(run.recorder.curve))).toBe(0);
  const ask = (step: number) => ({
    step,
    lens: 'migration' as const,
    src: { first: 0, count: 4, sub: 512 as const },
    dst: { first: 0, count: 4, sub: 512 as const },
    inspect: 7,
  });
  const [one, other] = [new Viewer(run.recorder), new Viewer(again.recorder)];
  for (const part of [0, 0.3, 0.9, 1]) {
    const step = Math.floor(part * run.recorder.columns.length);
    expect(other.frame(ask(step))).toEqual(one.frame(ask(step)));
  }
}

describe('opens again as it was', () => {
  it.each(['qemu-as-mailed', 'qemu-as-coded', 'qemu-no-nohugepage'])('%s', (id) => {
    const knobs = { 'guest.bytes': 8 * MIB };
    goesRound(presetRun(id, knobs), origin(JSON.stringify(presetScenario(id, knobs))));
  });

  it('with faults, and more events than one section holds', () => {
    const knobs = {
      'guest.bytes': 96 * MIB,
      faults: 'khugepaged@discard; write=0x10+4@listen; pressure@postcopy',
    };
    const run = presetRun('qemu-as-mailed', knobs);
    expect(run.recorder.columns.length).toBeGreaterThan(1 << 16);
    goesRound(run, origin(JSON.stringify(presetScenario('qemu-as-mailed', knobs))));
  });

  it('a recording', () => {
    const run = got(playRecording(JSON.stringify(makeFixture()), 'fixture.json'));
    goesRound(run, origin(JSON.stringify(makeFixture()), 'recording'));
  });

  const scripts = ['public/scripts', 'engine/conformance/scripts'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.mm'))
      .map((name) => `${folder}/${name}`),
  );
  it.each(scripts)('%s', (file) => {
    const text = readFileSync(file, 'utf8');
    const parsed = parseScript(text);
    if (!parsed.ok) throw new Error(file);
    const { done, notes, settings, ...run } = runScript(parsed.value);
    const { question } = parsed.value;
    const script = { text, question, done, notes, ...(settings.length > 0 ? { settings } : {}) };
    goesRound({ ...run, script }, origin(text, 'script'));
  });

  it('an empty log', () => {
    const parsed = parseScript('');
    if (!parsed.ok) throw new Error('script');
    const { done: _, notes: __, settings: ___, ...run } = runScript(parsed.value);
    goesRound(run, origin('', 'script'));
  });

  it('is small: less than seven bytes an event', () => {
    const run = presetRun('qemu-as-mailed', { 'guest.bytes': 64 * MIB });
    const bytes = encodeTimeline(timelineOf(run, origin('{}')));
    expect(bytes.length / run.recorder.columns.length).toBeLessThan(7);
  });

  it('pieces are the file, and tell how far they are', () => {
    const run = presetRun('qemu-as-mailed', { 'guest.bytes': 96 * MIB });
    const timeline = timelineOf(run, origin('{}'));
    const pieces = [...timelinePieces(timeline)];
    expect(pieces.map((p) => p.done)).toEqual([0, 0, (1 << 16) / run.recorder.columns.length, 1]);
    expect(Buffer.compare(Buffer.concat(pieces.map((p) => p.data)), encodeTimeline(timeline))).toBe(0);
  });
});

const small = presetRun('qemu-as-mailed', { 'guest.bytes': 2 * MIB });
const timeline = timelineOf(small, origin('{}'));
const good = encodeTimeline(timeline);
/** Sections of the small file: where each begins, and its bytes without what is around them. */
const sectionsOf = (bytes: Uint8Array): Uint8Array[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found: Uint8Array[] = [];
  for (let at = 12; at < bytes.length; ) {
    const length = view.getUint32(at, true);
    found.push(bytes.slice(at + 4, at + 4 + length));
    at += length + 12;
  }
  return found;
};
/** A file of sections that are what was written, whatever they say. */
const sealed = (sections: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([fileHead(), ...sections.map((bytes, i) => section(i, bytes))]);

/** The file must be refused by both readers, with the same words; returns them. */
function refused(bytes: Uint8Array): string {
  const read = decodeTimeline(bytes);
  const open = opened(bytes);
  expect(read.ok).toBe(false);
  expect(open.ok).toBe(false);
  if (read.ok || open.ok) return '';
  expect(open.problem.message).toBe(read.problem.message);
  expect(read.problem.message).toMatch(/^timeline/);
  return read.problem.message;
}

describe('what is no file of ours is refused, and by place', () => {
  it.each([
    ['nothing', new Uint8Array(0), /does not begin like one/],
    [
      'text',
      new TextEncoder().encode('{"digest": "0123456789abcdef", "events": []}'),
      /does not begin like one/,
    ],
    [
      'a later version',
      Buffer.concat([good.slice(0, 8), Buffer.from([2, 0, 0, 0]), good.slice(12)]),
      /version 2.*version 1/,
    ],
    [
      'version 0',
      Buffer.concat([good.slice(0, 8), Buffer.from([0, 0, 0, 0]), good.slice(12)]),
      /version 1, got 0/,
    ],
    [
      'cut off within the facts',
      good.slice(0, 300),
      /byte 12: expected \d+ bytes of the facts, but only 276 follow/,
    ],
    ['cut off behind the facts', good.slice(0, -1), /events 0 to \d+, but only/],
    [
      'something behind it',
      Buffer.concat([good, Buffer.from([0])]),
      /byte \d+: expected the end of the file/,
    ],
    [
      'a section of 4 GiB',
      Buffer.concat([good.slice(0, 12), Buffer.from([255, 255, 255, 255]), good.slice(16)]),
      /at most 100663296 bytes, got 4294967295/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(refused(bytes)).toMatch(message);
  });

  it('text that was copied as text', () => {
    const copied = Buffer.from(good.map((b, i) => (i === 4 ? 0x0a : b)));
    expect(refused(copied)).toMatch(/does not begin like one/);
  });

  it('every cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), (length) => {
        refused(good.slice(0, length));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('every flipped bit', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const bytes = good.slice();
        bytes[at] = bytes[at]! ^ (1 << bit);
        refused(bytes);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, marked) => {
        refused(marked ? Buffer.concat([fileHead(), bytes]) : bytes);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('sections that are what was written, by somebody else', () => {
  const sections = sectionsOf(good);
  const [factsBytes, eventsBytes] = sections as [Uint8Array, Uint8Array];

  it('the helper writes what the encoder writes', () => {
    expect(Buffer.compare(sealed(sections), good)).toBe(0);
  });

  const facts = JSON.parse(new TextDecoder().decode(factsBytes)) as Facts;
  const withFacts = (change: (f: Record<string, unknown>) => void): Uint8Array => {
    const changed = structuredClone(facts) as unknown as Record<string, unknown>;
    change(changed);
    return sealed([new TextEncoder().encode(JSON.stringify(changed)), eventsBytes]);
  };
  const set = (path: string, value: unknown) => (f: Record<string, unknown>) => {
    const keys = path.split('.');
    const last = keys.pop()!;
    const group = keys.reduce((o, key) => o[key] as Record<string, unknown>, f);
    group[last] = value;
  };

  it.each([
    ['pages', 2 ** 25, /pages: expected a whole number from 1 to 16777216, got 33554432/],
    ['pages', 0, /pages: expected/],
    ['pages', 1.5, /pages: expected/],
    ['events', 2 ** 40, /events: expected a whole number from 0 to 285212672/],
    ['events', 2 ** 27, /expected events \d+ to \d+, but the file ends|events\[\d+\]/],
    ['events', 10, /phases.1.step: expected a step from 1 to 11/],
    ['digest', '0123456789abcdef', /digest: expected that of the events, [0-9a-f]{16}, got 0123456789abcdef/],
    ['digest', 'x', /16 hex digits/],
    ['cast', 'somebody', /cast: expected one of qemu/],
    ['hosts', ['=1+1', 'b'], /hosts.0: expected a name/],
    ['timeNs', -1, /timeNs/],
    ['symbols', [['NO_SUCH_KIND', 1]], /symbols.0: this Faultline knows no event "NO_SUCH_KIND"/],
    ['symbols', [['toString', 1]], /symbols.0/],
    ['symbols', [['SEND', 15]], /symbols.0: expected an actor/],
    [
      'symbols',
      [
        ['SEND', 1],
        ['SEND', 1],
      ],
      /symbols: expected each kind of event once/,
    ],
    ['phases.1.step', 0, /phases.1.step: expected a step from 1 to/],
    ['phases.1.step', 10 ** 9, /phases.1.step: expected a step from 1 to \d+, got 1000000000/],
    ['phases.0.name', 'wait', /phases.0.name/],
    ['verdict.lostPages', -1, /verdict.lostPages/],
    ['verdict.colour', 1, /verdict.colour/],
    ['counters.new', null, /counters.new/],
    ['origin.kind', 'mail', /origin.kind: expected one of scenario/],
    ['unknown', 1, /unknown/],
  ])('facts: %s = %j', (path, value, message) => {
    expect(refused(withFacts(set(path, value)))).toMatch(message);
  });

  it('facts that are spelled otherwise', () => {
    const json = new TextDecoder().decode(factsBytes);
    const spelled = (text: string) => sealed([new TextEncoder().encode(text), eventsBytes]);
    expect(refused(spelled(` ${json}`))).toMatch(/as Faultline writes them/);
    expect(refused(spelled(json.replace('"pages":512', '"pages":5.12e2')))).toMatch(
      /as Faultline writes them/,
    );
    expect(refused(spelled(json.slice(1)))).toMatch(/JSON/);
    expect(refused(spelled('['.repeat(1 << 20)))).toMatch(/JSON/);
    expect(refused(spelled(json.replace('"counters":{', '"counters":{"__proto__":1,')))).toMatch(
      /as Faultline/,
    );
    expect(refused(sealed([Buffer.from([0xff]), eventsBytes]))).toMatch(/JSON in UTF-8/);
  });

  it('a verdict that the events do not bear out is refused where they are folded', () => {
    const bytes = withFacts(set('verdict.lostPages', 3));
    expect(decodeTimeline(bytes).ok).toBe(true);
    const open = opened(bytes);
    expect(open.ok ? '' : open.problem.message).toMatch(
      /verdict.lostPages: expected 0, as the events have it, got 3/,
    );
  });

  it('changed anywhere: refused by place, or read and written as it is', () => {
    const change = fc.tuple(
      fc.nat({ max: 1 }),
      fc.nat(),
      fc.nat({ max: 255 }),
      fc.constantFrom('put', 'insert', 'drop'),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (all) => {
        const parts = [...sections];
        for (const [which, where, byte, how] of all) {
          const part = parts[which]!;
          const at = where % part.length;
          const put = how === 'drop' ? [] : [byte];
          const rest = part.subarray(how === 'insert' ? at : at + 1);
          parts[which] = Buffer.concat([part.subarray(0, at), Uint8Array.from(put), rest]);
        }
        const bytes = sealed(parts);
        const read = decodeTimeline(bytes);
        if (read.ok) expect(Buffer.compare(encodeTimeline(read.value), bytes)).toBe(0);
        else expect(read.problem.message).toMatch(/^timeline/);
        const open = opened(bytes);
        if (!read.ok) expect(open.ok).toBe(false);
      }),
      { seed: 4, numRuns: 1500 },
    );
  });

  it('numbers have one spelling', () => {
    const events = [...eventsBytes];
    // The first stream is as long as there are events; its length takes two bytes.
    expect(events[0]! & 128).toBe(128);
    const longer = [events[0]! | 128, events[1]! | 128, 0, ...events.slice(2)];
    expect(refused(sealed([factsBytes, Uint8Array.from(longer)]))).toMatch(/events\[0\].kind/);
  });
});

describe('logs that nothing real has made', () => {
  /** A file of these events, with their own digest; pages of the guest: 1024. */
  function fileOf(
    events: readonly (readonly [key: KindKey, page: number, arg: number, host?: number, cause?: number])[],
    change: Partial<Facts> = {},
  ): Uint8Array {
    const columns = new Columns();
    for (const [key, page, arg, host = 1, cause = NO_CAUSE] of events)
      columns.push(K[key], host << 4, page, arg, cause, columns.length);
    return fileOfColumns(columns, change);
  }

  function fileOfColumns(columns: Columns, change: Partial<Facts> = {}): Uint8Array {
    const { recorder: _, ...rest } = small;
    const run = { ...rest, recorder: { columns, state: { pages: 1024, folios: null } } } as unknown as AnyRun;
    const made: Timeline = timelineOf({ ...run, digest: columns.digest(), marks: [] }, origin('{}'));
    return encodeTimeline({ columns, facts: { ...made.facts, ...change } });
  }

  const whyNot = (bytes: Uint8Array): string => {
    const open = opened(bytes);
    return open.ok ? 'opened' : open.problem.message;
  };

  it.each([
    ['WRITE', 1024, 1, /events\[1\].page: expected a page below 1024, got 1024/],
    ['ZAP', 1000, 25, /events\[1\].arg: expected at most 24 pages from 1000, got 25/],
    ['ZAP', 0, 0xffffffff, /events\[1\].arg/],
    ['MMAP', 0, 0x7fffffff, /events\[1\].arg/],
    ['FAULT_HUGE', 1024, 0, /events\[1\].page/],
    ['FAULT_MTHP', 0, 31, /events\[1\].arg: expected an order up to 9, got 31/],
    ['FILL', 1000, 0xffffff00, /events\[1\].arg/],
    ['FILE_MAP', 0, 0x7fffffff, /events\[1\].arg/],
    ['MMAP_SHARED', 0, 0xffffffff, /events\[1\].arg/],
    ['CACHE_DROP', 0, 0xffffffff, /events\[1\].arg/],
    ['PTE_MOVE', 0, 0xffffffff, /events\[1\].arg/],
    ['PMD_MOVE', 0, 4096, /events\[1\].arg/],
    ['VMA_FLAGS', 0, 0xff000000, /events\[1\].arg: expected a change of flags below/],
    ['PHASE', 0, 99, /events\[1\].arg: expected a phase below/],
    ['SHMEM_ADD', 4096, 0, /events\[1\].page/],
  ] as const)('%s of page %i, arg %i', (key, page, arg, message) => {
    expect(
      refused(
        fileOf([
          ['KH_WAKE', 0, 1],
          [key, page, arg],
        ]),
      ),
    ).toMatch(message);
  });

  it('a cause that is not before its event', () => {
    for (const cause of [1, 2, 0xfffffffe])
      expect(
        refused(
          fileOf([
            ['READ', 0, 0],
            ['READ', 1, 0, 1, cause],
          ]),
        ),
      ).toMatch(/events\[1\].cause: expected an event before it/);
  });

  it.each([
    [
      'memory that is mapped twice',
      [
        ['MMAP', 0, 1024],
        ['MMAP', 512, 512],
      ],
      /events\[1\]: expected free memory for mmap/,
    ],
    [
      'folios that nobody tracks',
      [
        ['MMAP', 0, 1024],
        ['FORK', 0, 0],
      ],
      /events\[1\]: expected folios to be tracked/,
    ],
    ['moves without folios', [['PTE_MOVE', 0, 5]], /events\[0\]: expected folios/],
  ] as const)('%s', (_, events, message) => {
    const bytes = fileOf(events);
    expect(decodeTimeline(bytes).ok).toBe(true);
    expect(whyNot(bytes)).toMatch(message);
  });

  it('two children', () => {
    const bytes = fileOf(
      [
        ['MMAP', 0, 1024],
        ['FORK', 0, 0],
        ['FORK', 0, 0],
      ],
      { tracksFolios: true },
    );
    expect(whyNot(bytes)).toMatch(/events\[2\]: expected one child at a time/);
  });

  it('whatever the fold does not expect is a problem of its event', () => {
    const bytes = fileOf(
      [
        ['KH_WAKE', 0, 1],
        ['FILE_MAP', 0, 1],
      ],
      { tracksFolios: true },
    );
    expect(whyNot(bytes)).toMatch(/events\[1\]: expected memory of a file/);
    const cached = fileOf([
      ['MMAP_SHARED', 0, 8],
      ['SHMEM_ADD', 0, 0],
      ['MUNMAP', 0, 8],
      ['FILE_MAP', 0, 1],
    ]);
    expect(whyNot(cached)).toMatch(/events\[0\]: expected folios/);
  });

  // A kind whose fold walks `arg` pages, and of which places.ts knows nothing, takes seconds here.
  it.each(Object.keys(K) as KindKey[])('%s with the largest argument ends at once', (key) => {
    for (const tracksFolios of [false, true])
      for (const arg of [0xffffffff, 0x80000000, 0x7fffffff])
        expect(
          whyNot(
            fileOf(
              [
                ['MMAP', 0, 1024],
                ['MMAP', 0, 512, 0],
                [key, 0, arg],
              ],
              { tracksFolios },
            ),
          ),
        ).not.toBe('');
  });

  it('more VMAs than a process can have', () => {
    const pages = 1 << 18;
    const columns = new Columns();
    columns.push(K.MMAP, 16, 0, pages, NO_CAUSE, 0);
    for (let p = 0; p < pages; p += 2) columns.push(K.HUGEPAGE, 16, p, 1, NO_CAUSE, 0);
    expect(whyNot(fileOfColumns(columns, { pages }))).toMatch(/events\[\d+\]: expected at most 65530 VMAs/);
  });

  it('work without end', () => {
    const pages = 1 << 14;
    const columns = new Columns();
    columns.push(K.MMAP, 16, 0, pages, NO_CAUSE, 0);
    for (let i = 0; i < 3000; i++) columns.push(K.EPT_ZAP, 16, 0, pages, NO_CAUSE, 0);
    const steps = openTimeline(fileOfColumns(columns, { pages }));
    let pauses = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) pauses++;
    expect(step.value.ok ? '' : step.value.problem.message).toMatch(/expected events that take less/);
    expect(pauses).toBeGreaterThan(3);
  });

  it('any events: refused by place, or opened', () => {
    const keys = Object.keys(K) as KindKey[];
    const u32 = fc.oneof(fc.nat({ max: 1100 }), fc.nat({ max: 3 }), fc.integer({ min: 0, max: 0xffffffff }));
    const event = fc.tuple(fc.constantFrom(...keys), u32, u32, fc.nat({ max: 1 }), fc.constant(NO_CAUSE));
    let opens = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.boolean(), (events, tracksFolios) => {
        const bytes = fileOf([['MMAP', 0, 512, 0], ['MMAP', 0, 1024], ...events], { tracksFolios });
        const said = whyNot(bytes);
        if (said === 'opened') opens++;
        else expect(said).toMatch(/^timeline, (events\[\d+\]|verdict)/);
      }),
      { seed: 5, numRuns: 2000 },
    );
    expect(opens).toBeGreaterThan(100);
  });
});

it('a reader that is given less than was promised says so', () => {
  const reader = new EventReader([['READ', 16]], 512, new Columns());
  const step = reader.run(Uint8Array.from([1, 0, 1, 0, 1, 0, 1, 0, 1]), 0, 1).next();
  expect(step.done && !step.value.ok ? step.value.problem.message : '').toMatch(
    /events\[0\].time: the section ends/,
  );
});
