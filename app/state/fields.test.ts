import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { decodeLink, linksOf } from '../link/codec.ts';
import { linkOf, openLink } from '../link/sync.ts';
import { arriveAt, choose, override, setLens, showBranch, showStoryRun, swapCompared } from './actions.ts';
import type { Choice } from './choice.ts';
import { type Chosen, FIELDS } from './fields.ts';
import { codec, whole } from './linktext.ts';
import { store } from './store.ts';
import { initialOf, linked, linkedOf, openedBy, resetBy } from './table.ts';
import { createUndo, views } from './undo.ts';

const first = store.getInitialState();
const PRESET: Choice = { kind: 'preset', preset: 'qemu-as-mailed', overrides: { era: '2017' } };
const OTHER: Choice = { kind: 'preset', preset: 'qemu-as-coded', overrides: {} };

/** Every field at a value that is not its first. */
const FULL: Chosen = {
  choice: PRESET,
  arrival: { at: 'link', step: 9 },
  shared: { semantics: 1, digest: '0'.repeat(16), checkpoints: null },
  step: 4711,
  lens: 'huge',
  picked: { huge: ['stale', 'hole'] },
  together: false,
  page: 0x1a47,
  scope: 'actor',
  actor: { actor: 3, cpu: 2 },
  query: 'uffd.copy host=dst & "#"',
  axis: 'time',
  view: { from: 12, to: 4000 },
  range: { from: 30, to: 60 },
  story: { id: 'the-mail', step: 3 },
  student: 'Ana María',
  answers: { 'the-mail': { 3: 'p1a47.1a48' } },
  turning: true,
  versus: OTHER,
  lockstep: 'time',
  side: 0,
  notes: [{ step: 5, name: 'a~b|c\\', text: 'first & second' }],
  playing: true,
  speed: '4',
  breaks: [{ query: 'page=1', on: true }],
  hover: 77,
  lane: 3,
  asked: { run: 1, step: 2, page: 3, host: 0, question: 'waits', focus: true },
  emphasis: ['chip:nh'],
  pointed: 'legend:stale',
  panel: 'story',
  logs: { files: [], opened: 1 },
  sheet: 'branch',
  querying: true,
  noting: true,
  presenting: true,
  theme: 'dark',
  draft: { text: 'a', packed: 'b' },
  problems: [{ code: 'invalid', where: 'x', message: 'y' }],
};

/** Fields that an action changes in a store where each has a value of its own, with what they become. */
function changedBy(act: () => void): Partial<Chosen> {
  store.setState(FULL, true);
  act();
  const now = store.getState();
  return Object.fromEntries(
    Object.entries(now).filter(([key, value]) => FULL[key as keyof Chosen] !== value),
  );
}

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  store.setState(first, true);
});

describe('every field', () => {
  it('has a first value that the full state differs from', () => {
    for (const key of Object.keys(FIELDS) as (keyof Chosen)[]) expect(FULL[key], key).not.toEqual(first[key]);
  });

  it('that links hold comes back through a link, and the others do not come', () => {
    store.setState(FULL, true);
    const link = linkOf(null)!;
    store.setState(first, true);
    expect(openLink(link)).toBe(true);
    const { arrival, shared, playing, ...rest } = store.getState();
    const { theme, speed, breaks, asked, sheet, noting, presenting, draft, turning, logs } = first;
    expect(rest).toEqual({
      ...FULL,
      ...{ theme, speed, breaks, asked, sheet, noting, presenting, draft, turning, logs },
      ...{ hover: null, lane: null, problems: [], arrival: undefined, shared: undefined, playing: undefined },
      ...{ emphasis: [], pointed: null },
    });
    expect(arrival).toEqual({ at: 'link', step: FULL.step });
    expect(shared).toMatchObject({ digest: null, checkpoints: null });
    expect(playing).toBe(false);
  });

  it('of a link stands alone: it is written and read where the others have their first values', () => {
    for (const [key, row] of Object.entries(FIELDS)) {
      if (!('link' in row)) continue;
      const name = key as keyof Chosen;
      // Fields on which it depends come along.
      const { lens, scope, querying, panel, story, versus } = FULL;
      store.setState({ ...first, lens, scope, querying, panel, story, versus, [name]: FULL[name] }, true);
      const { link, problems } = decodeLink(linkOf(null)!);
      expect(problems).toEqual([]);
      store.setState({ ...first, ...openedBy(FIELDS, link!) }, true);
      expect(store.getState()[name], name).toEqual(FULL[name]);
    }
  });
});

describe('what sets fields back', () => {
  const [view, range, shared, hover] = [null, null, null, null];
  const turning = false;
  const emphasis: string[] = [];

  it('is a choice', () => {
    expect(changedBy(() => choose(OTHER))).toEqual({
      ...{ choice: OTHER, panel: 'scenario', arrival: { at: 'moment' }, playing: false },
      ...{ page: null, view, range, lane: null, hover, shared, notes: [], problems: [], turning },
      emphasis,
    });
  });

  it('is turning knobs', () => {
    const place = { at: 'phase', phase: 'stop', part: 0.5 } as const;
    const choice = { ...PRESET, overrides: { era: 'modern' } };
    const changed = { choice, view, range, shared, hover, turning, emphasis };
    expect(changedBy(() => override({ era: 'modern' }, place))).toEqual({
      ...changed,
      arrival: { at: 'start' },
    });
    const paused = changedBy(() => {
      store.setState({ playing: false });
      override({ era: 'modern' }, place);
    });
    expect(paused).toEqual({ ...changed, playing: false, arrival: place });
  });

  it('is a link, for all that links hold', () => {
    expect(changedBy(() => openLink('#v=1&p=qemu-as-coded&s=7&sem=1'))).toEqual({
      ...{ choice: OTHER, panel: 'scenario', arrival: { at: 'link', step: 7 }, step: 7, playing: false },
      ...{
        story: null,
        student: null,
        answers: {},
        turning: false,
        lens: 'migration',
        picked: {},
        page: null,
      },
      together: true,
      ...{ scope: 'page', actor: null, querying: false, query: null, axis: 'phases', versus: null },
      ...{ lockstep: 'phases', side: 1, view, range, lane: null, hover, notes: [], problems: [], emphasis },
      shared: { semantics: 1, digest: null, checkpoints: null },
    });
    expect(changedBy(() => openLink('#v=1&p=nope'))).toEqual({
      problems: [...FULL.problems, expect.objectContaining({ code: 'unknown-preset' })],
    });
  });

  it('is another branch, the other run of a comparison, a step of a story', () => {
    const arrival = { at: 'start' } as const;
    expect(changedBy(() => showBranch(OTHER, 3))).toEqual({
      ...{
        choice: OTHER,
        arrival: { at: 'here' },
        step: 3,
        playing: false,
        view,
        shared,
        hover,
        turning,
        emphasis,
      },
    });
    expect(changedBy(swapCompared)).toEqual({ choice: OTHER, versus: PRESET, arrival, shared, turning });
    const shown = { choice: OTHER, arrival, playing: false };
    expect(changedBy(() => showStoryRun(OTHER))).toEqual({ ...shown, page: null, view, shared });
  });

  it('is undo: what the pointer is on and playing, and with another run what was reported of it', () => {
    const goBack = (change: Partial<Chosen>) => () => {
      const undo = createUndo(FIELDS, store, () => 0);
      const stop = undo.watch();
      store.setState(change);
      undo.undo();
      stop();
    };
    expect(changedBy(goBack({ lens: 'ept' }))).toEqual({ hover, playing: false, turning });
    expect(changedBy(goBack({ choice: OTHER, step: 1 }))).toEqual({
      ...{ hover, playing: false, turning, shared, problems: [] },
    });
  });
});

it('a run that arrives belongs to the choice that asked for it, for undo and redo', () => {
  store.setState({ ...first, step: 40, lens: 'huge' }, true);
  const stop = views.watch();
  choose(OTHER);
  arriveAt(0);
  setLens('ept');
  expect(views.undo()).toBe(true);
  expect(store.getState()).toMatchObject({ choice: OTHER, step: 0, lens: 'huge' });
  expect(views.undo()).toBe(true);
  expect(store.getState()).toMatchObject({
    choice: first.choice,
    step: 40,
    arrival: { at: 'here' },
  });
  // The run of the first choice arrives again: what was undone can still be done again.
  arriveAt(40);
  expect(views.undo()).toBe(false);
  expect(views.redo()).toBe(true);
  expect(store.getState()).toMatchObject({ choice: OTHER, step: 0, arrival: { at: 'here' } });
  arriveAt(0);
  expect(views.redo()).toBe(true);
  expect(store.getState().lens).toBe('ept');
  expect(views.redo()).toBe(false);
  stop();
});

describe('a new field is one row', () => {
  const fields = {
    ...FIELDS,
    zoom: linked<number>({
      initial: 1,
      undo: 'scrub',
      resetBy: ['choose'],
      link: codec('z', whole('a zoom', 8), 1),
    }),
  };
  const { encodeLink, decodeLink: decode } = linksOf(fields);
  const start = initialOf(fields);

  it('of the store', () => {
    expect(start.zoom).toBe(1);
  });

  it('of undo, where a scrub is one step', () => {
    let now = 0;
    const of = createStore<typeof start>()(() => start);
    const undo = createUndo(fields, of, () => now);
    undo.watch();
    for (const zoom of [2, 3, 4]) {
      now += 16;
      of.setState({ zoom });
    }
    expect(undo.undo()).toBe(true);
    expect(of.getState().zoom).toBe(1);
    expect(undo.undo()).toBe(false);
    expect(undo.redo()).toBe(true);
    expect(of.getState().zoom).toBe(4);
  });

  it('of links, after the fields before it; damaged, it fails alone', () => {
    const input = { preset: 'qemu-as-coded', overrides: {} };
    const ofRun = { checkpoints: null, semantics: null, digest: '0123456789abcdef' };
    const text = encodeLink({ input, ...linkedOf(fields, { ...start, zoom: 3, page: 1 }), ...ofRun });
    expect(text).toBe('#v=1&p=qemu-as-coded&s=0&l=migration&page=0x1&z=3&d=0123456789abcdef');
    const { link, problems } = decode(text);
    expect(problems).toEqual([]);
    expect(openedBy(fields, link!)).toMatchObject({ zoom: 3, page: 1 });
    const damaged = decode('#v=1&p=qemu-as-coded&page=0x1&z=9');
    expect(damaged.problems.map((p) => p.message)).toEqual(['z: expected a zoom, at most 8, got "9"']);
    expect(damaged.link).toMatchObject({ zoom: 1, page: 1 });
  });

  it('of what a choice sets back', () => {
    expect(resetBy(fields, 'choose')).toMatchObject({ zoom: 1, page: null });
    expect(resetBy(fields, 'override')).not.toHaveProperty('zoom');
  });
});
