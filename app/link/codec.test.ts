import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTORS,
  CELL_CLASSES,
  COST_IDS,
  GUEST_SIZES,
  LENSES,
  LOCKSTEPS,
  LONGEST,
  PRESETS,
} from '../../engine/index.ts';
import { fits, formatNotes, parseNotes, sorted } from '../state/notes.ts';
import { decodeLink, encodeLink, type Link } from './codec.ts';

const hex16 = fc.stringMatching(/^[0-9a-f]{16}$/);
const inputs = fc.oneof(
  fc.record({
    preset: fc.constantFrom(...PRESETS.map((p) => p.id)),
    overrides: fc.record(
      {
        'guest.bytes': fc.constantFrom<number>(...GUEST_SIZES),
        'guest.workload': fc.constantFrom('uniform', 'hotset'),
        'guest.seed': fc.integer({ min: 0, max: 0xffffffff }),
        'qemu.nohugepage': fc.boolean(),
        'khugepaged.maxPtesNone': fc.integer({ min: 0, max: 511 }),
        era: fc.constantFrom('modern', '2017'),
        costs: fc.constantFrom(...COST_IDS),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, string | number | boolean>>,
  }),
  fc.record({ trace: fc.stringMatching(/^[a-z0-9_]{1,20}$/) }),
  fc.record({ script: fc.stringMatching(/^[A-Za-z0-9_-]{1,200}$/) }),
);
const part = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 1e7 }))
  .map(([from, width]) => ({ from, to: from + width }));
const links: fc.Arbitrary<Link> = fc
  .record({
    input: inputs,
    step: fc.option(fc.nat(), { nil: null }),
    lens: fc.constantFrom(...LENSES),
    page: fc.option(fc.nat({ max: 2 ** 24 - 1 }), { nil: null }),
    together: fc.boolean(),
    picked: fc.subarray(
      CELL_CLASSES.map((c) => c.id),
      { maxLength: 6 },
    ),
    scope: fc.constantFrom('page', 'region', 'vma', 'actor'),
    actor: fc.option(
      fc.record({ actor: fc.nat(ACTORS.length - 1), cpu: fc.option(fc.nat(7), { nil: null }) }),
      { nil: null },
    ),
    query: fc.option(
      fc.constantFrom('uffd.copy host=dst page=0x1a00..0x1bff', 'from=uffd.fault or kind=a&b#'),
      { nil: null },
    ),
    axis: fc.constantFrom('phases', 'steps', 'time'),
    view: fc.option(part, { nil: null }),
    range: fc.option(part, { nil: null }),
    story: fc.option(
      fc.record({ id: fc.constantFrom('the-mail', 'khugepaged'), step: fc.integer({ min: 0, max: 98 }) }),
    ),
    student: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: null }),
    answers: fc.array(
      fc.tuple(
        fc.option(fc.nat({ max: 98 }), { nil: null }),
        fc.constantFrom('p1a47.1a48', 'r13', 'o2', 'n1 932', 'k', 'kqemu.nohugepage~false~era~2017'),
      ),
      { maxLength: 8 },
    ),
    semantics: fc.option(fc.nat({ max: 0xffff }), { nil: null }),
    digest: fc.option(hex16, { nil: null }),
    versus: fc.option(inputs, { nil: null }),
    lockstep: fc.constantFrom(...LOCKSTEPS),
    side: fc.constantFrom(0 as const, 1 as const),
    notes: fc
      .array(
        fc.record({
          step: fc.nat(),
          name: fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name.trim() !== ''),
          text: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('a~b|c\\', '\\~|', '<b>')),
        }),
        { maxLength: 3 },
      )
      .map(sorted),
    checkpoints: fc.option(
      fc.record({ steps: fc.nat(), letters: fc.stringMatching(/^[A-Za-z0-9_-]{64}$/) }),
      { nil: null },
    ),
  })
  // Without a comparison there is nothing to go along with.
  .map((link) => (link.versus ? link : { ...link, lockstep: 'phases' as const, side: 1 as const }))
  .map((link) => (link.scope === 'actor' ? link : { ...link, actor: null }));

describe('links', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(links, (link) => {
        const text = encodeLink(link);
        expect(text.length).toBeLessThan(2500);
        expect(decodeLink(text)).toEqual({ link, problems: [] });
      }),
    );
  });

  it('never throw, whatever the string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const opened = decodeLink(text);
        for (const p of opened.problems) expect(p.message.length).toBeLessThan(400);
      }),
    );
  });

  it('never throw when a real link was damaged, and say so when nothing is left', () => {
    fc.assert(
      fc.property(links, fc.nat(), fc.nat({ max: 8 }), fc.string({ maxLength: 6 }), (link, at, cut, put) => {
        const text = encodeLink(link);
        const i = at % text.length;
        const { link: opened, problems } = decodeLink(text.slice(0, i) + put + text.slice(i + cut));
        if (opened === null && text.length > 1)
          expect(problems.length + (i === 0 ? 1 : 0)).toBeGreaterThan(0);
      }),
    );
  });

  it('lose one bad field, not the rest, and name it with what was expected', () => {
    const { link, problems } = decodeLink(
      '#v=1&p=qemu-as-mailed&guest.bytes=1000&guest.seed=7&s=12&l=rainbow&page=0x1a47',
    );
    expect(link).toMatchObject({
      input: { overrides: { 'guest.seed': 7 } },
      step: 12,
      lens: 'migration',
      page: 0x1a47,
    });
    expect(problems.map((p) => p.where)).toEqual(['guest.bytes', 'l']);
    expect(problems[0]?.message).toMatch(/multiple of 2 MiB .* got 1000/);
    expect(problems[1]?.message).toMatch(/expected one of migration/);
  });

  it.each([
    ['#v=2&p=qemu-as-mailed', 'newer-version', 'v'],
    ['#v=1&p=nope', 'unknown-preset', 'preset'],
    ['#v=1&p=<script>alert(1)</script>', 'unknown-preset', 'preset'],
    [`#v=1&p=${'a'.repeat(LONGEST.link)}`, 'too-large', 'link'],
    [`#v=1&mm=${'a'.repeat(LONGEST.packed + 1)}`, 'invalid', 'mm'],
    ['#v=1&mm=a.b', 'invalid', 'mm'],
  ])('refuse %.40s', (text, code, where) => {
    expect(decodeLink(text)).toMatchObject({ link: null, problems: [{ code, where }] });
  });

  it('name the era and the costs without a group, and old links go without them', () => {
    const { link, problems } = decodeLink('#v=1&p=qemu-as-coded&era=2017&costs=published&s=3');
    expect(link).toMatchObject({ input: { overrides: { era: '2017', costs: 'published' } }, step: 3 });
    expect(problems).toEqual([]);
    expect(decodeLink('#v=1&p=qemu-as-coded&era=1999').problems.map((p) => p.where)).toEqual(['era']);
    expect(decodeLink('#v=1&p=qemu-as-coded&guest=1').problems.map((p) => p.where)).toEqual(['guest']);
  });

  it('stand beside nothing when it is not said what, and say so', () => {
    const { link, problems } = decodeLink('v=1&p=qemu-as-mailed&vs=qemu-as-coded');
    expect(link?.versus).toBeNull();
    expect(problems).toEqual([
      expect.objectContaining({ where: 'vs', message: expect.stringContaining('as p=qemu-as-coded') }),
    ]);
  });

  it('show a script rather than a preset when they name both, and say so', () => {
    const { link, problems } = decodeLink('#v=1&p=qemu-as-mailed&mm=abc');
    expect(link?.input).toEqual({ script: 'abc' });
    expect(problems.map((p) => p.message)).toEqual([
      'p: expected one of a preset (p), a recording (t) and a script (mm); the script is shown',
    ]);
  });

  it.each(['__proto__.polluted=1', 'constructor.prototype=1', 'guest.__proto__=1', 'guest.bytes.x=1'])(
    'refuse the knob %s and leave objects alone',
    (knob) => {
      const { link, problems } = decodeLink(`#v=1&p=qemu-as-mailed&${knob}`);
      expect(link?.input).toEqual({ preset: 'qemu-as-mailed', overrides: {} });
      expect(problems).toHaveLength(1);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );
});

describe('notes', () => {
  it('keep every sign of their names and texts', () => {
    const text = fc.string({ unit: fc.constantFrom('~', '|', '\\', 'a', ' ', 'é', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), text, text), { minLength: 1, maxLength: 5 }), (list) => {
        const notes = sorted(list.map(([step, name, words]) => ({ step, name: `n${name}`, text: words })));
        expect(parseNotes(formatNotes(notes))).toEqual(notes);
      }),
    );
  });

  it('that are none are refused, and those that are too many do not fit', () => {
    for (const text of ['', 'x~a~b', '1~~b', '1~a', '1~a~b~c', `1~${'a'.repeat(61)}~b`])
      expect(parseNotes(text)).toBeNull();
    const note = { step: 1, name: 'a name', text: 'words '.repeat(60) };
    expect(fits([note])).toBe(true);
    expect(fits([note, note, note, note])).toBe(false);
  });
});

describe('the length of links', () => {
  it('is at most 300 characters for a preset, with all that a fresh page writes into it', () => {
    const lengths = PRESETS.map(
      ({ id }) =>
        encodeLink({
          input: { preset: id, overrides: {} },
          step: 9_999_999,
          lens: 'migration',
          picked: [],
          together: true,
          page: 0xffffff,
          scope: 'page',
          actor: null,
          query: null,
          axis: 'phases',
          story: null,
          student: null,
          answers: [],
          versus: null,
          lockstep: 'phases',
          side: 1,
          view: null,
          range: null,
          notes: [],
          checkpoints: { steps: 9_999_999, letters: 'x'.repeat(64) },
          semantics: 99,
          digest: '0123456789abcdef',
        }).length,
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(300);
  });
});
