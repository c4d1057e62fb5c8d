/** Guards that stories are read or refused by name, that places are found by what happens there, and that prose and questions
 *  take their numbers from the run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { K } from '../event/event.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { isSo } from './question.ts';
import { parseStory } from './schema.ts';
import { StorySession } from './session.ts';

const run = (id: string) => {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const scenario = withOverrides(preset.value, { 'guest.bytes': 8 * MIB });
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return simulate(scenario.value);
};
const mailed = run('qemu-as-mailed');
const session = new StorySession(mailed);
const step = {
  title: 'a',
  text: ['b'],
  run: { preset: 'qemu-as-mailed' },
  place: { find: 'uffd.register' },
};
const story = { version: 1, id: 'a', title: 'A', summary: 'S', minutes: 1, steps: [step] };
const tell = (text: string, place: object = { find: 'uffd.register host=dst' }) =>
  session.describe({
    text: [text],
    place: { nth: 1, before: false, ...place } as never,
    view: { select: false, light: [] },
  });

describe('reading', () => {
  it('takes a story and fills in what is left out', () => {
    const read = parseStory(story);
    expect(read.ok && read.value.steps[0]?.place).toEqual({ find: 'uffd.register', nth: 1, before: false });
  });

  it.each([
    [{ ...story, version: 2 }, 'version'],
    [{ ...story, steps: [{ ...step, place: { find: '' } }] }, 'steps.0.place'],
    [{ ...story, steps: [{ ...step, run: undefined }] }, 'steps.0.run'],
    [
      {
        ...story,
        steps: [
          {
            ...step,
            question: { kind: 'choice', ask: 'a', options: ['b', 'c'], answer: 2, right: 'r', wrong: 'w' },
          },
        ],
      },
      'steps.0.question.answer',
    ],
  ])('refuses by place (%#)', (input, where) => {
    const read = parseStory(input);
    expect(read.ok ? '' : read.problem.where).toContain(where);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (x) => {
        expect(parseStory(x).ok).toBe(false);
      }),
      { seed: 11 },
    );
  });
});

describe('places', () => {
  it('are behind the nth event, before it, or counted from the last', () => {
    const { columns } = mailed.recorder;
    const all: number[] = [];
    for (let n = 0; n < columns.length; n++) if (columns.kind(n) === K.COPY) all.push(n);
    const at = (place: object) => {
      const told = tell('x', place);
      return told.ok ? told.value.step : told.problem.message;
    };
    expect(at({ find: 'uffd.copy', nth: 3 })).toBe(all[2]! + 1);
    expect(at({ find: 'uffd.copy', nth: 3, before: true })).toBe(all[2]);
    expect(at({ find: 'uffd.copy', nth: -1 })).toBe(all.at(-1)! + 1);
    expect(at({ at: 'end' })).toBe(columns.length);
    expect(at({ find: 'uffd.copy', nth: all.length + 1 })).toContain(`the run has ${all.length}`);
  });
});

describe('values', () => {
  it('come from the run, at the step', () => {
    const discards = mailed.counters['madvise.dontneed']!;
    const told = tell('{count madvise.dontneed} of {total madvise.dontneed}; {flags dst}; {memory}');
    expect(told.ok && told.value.text[0]).toBe(
      `${discards.toLocaleString('en')} of ${discards.toLocaleString('en')}; nh um; 8 MiB`.replace(
        'nh um',
        'um nh',
      ),
    );
    const early = tell('{count madvise.dontneed}', { find: 'madvise.nohugepage' });
    expect(early.ok && early.value.text[0]).toBe('1');
  });

  it.each([
    '{nothing}',
    '{count }',
    '{count no.such}',
    '{huge moon}',
    '{took never}',
    '{counter x}',
    '{lost now}',
  ])('%s is a problem, not a text', (text) => {
    expect(tell(text).ok).toBe(false);
  });
});

describe('questions', () => {
  it('which pages will fault: the discarded ones, and no others', () => {
    const question = {
      kind: 'pages',
      ask: 'a',
      which: 'will-fault',
      some: 2,
      right: 'r',
      wrong: 'w',
    } as const;
    const told = tell('x', { find: 'uffd.register host=dst' });
    if (!told.ok) throw new Error(told.problem.message);
    const { columns } = mailed.recorder;
    const holes: number[] = [];
    for (let n = 0; n < told.value.step; n++) if (columns.kind(n) === K.ZAP) holes.push(columns.page(n));
    const mark = (pages: number[]) => {
      const marked = session.grade(question, told.value.step, { pages });
      return marked.ok && marked.value.right;
    };
    expect(mark(holes.slice(0, 2))).toBe(true);
    expect(mark(holes.slice(0, 1))).toBe(false);
    const kept = Array.from({ length: 2048 }, (_, p) => p).find((p) => !holes.includes(p))!;
    expect(mark([holes[0]!, kept])).toBe(false);
    expect(mark([-1, 1e9])).toBe(false);
  });

  it('a number, a choice, a run made by turned knobs', () => {
    const mark = (question: object, answer: object) => {
      const marked = session.grade(question as never, mailed.recorder.columns.length, answer as never);
      return marked.ok ? marked.value.right : marked.problem.message;
    };
    const ex = { ask: 'a', right: 'r', wrong: 'w' };
    const copies = mailed.counters['uffd.copy']!;
    expect(mark({ kind: 'number', value: 'total uffd.copy', ...ex }, { number: String(copies) })).toBe(true);
    expect(mark({ kind: 'number', value: 'total uffd.copy', ...ex }, { number: String(copies + 1) })).toBe(
      false,
    );
    expect(mark({ kind: 'choice', options: ['a', 'b'], answer: 1, ...ex }, { option: 1 })).toBe(true);
    expect(mark({ kind: 'choice', options: ['a', 'b'], answer: 1, ...ex }, { pages: [] })).toContain(
      'expected an option',
    );
    const verdict = { lostPages: 0, flagsEqual: true, aborted: false };
    expect(
      mark({ kind: 'knob', want: 'nothing-lost', knobs: ['x'], ...ex }, { verdict, thrownAway: 1 }),
    ).toBe(true);
    expect(
      mark({ kind: 'knob', want: 'no-huge-thrown-away', knobs: ['x'], ...ex }, { verdict, thrownAway: 1 }),
    ).toBe(false);
  });

  it('lost pages are those that the run lost', () => {
    const broken = run('qemu-no-nohugepage');
    const { state, columns } = broken.recorder;
    const moment = {
      log: { columns, cast: broken.cast, phases: broken.phases },
      step: columns.length,
      state,
      counters: broken.counters,
      counts: () => new Uint32Array(),
      elsewhere: () => {
        throw new Error('nobody asks');
      },
    };
    const lost = Array.from({ length: state.pages }, (_, p) => p).filter((p) => isSo(moment, 'lost', p));
    expect(lost.length).toBe(broken.verdict.lostPages);
    expect(lost.length).toBeGreaterThan(0);
  });
});
