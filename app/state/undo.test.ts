import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Chosen, FIELDS } from './fields.ts';
import { initialOf } from './table.ts';
import { createUndo, type Undo } from './undo.ts';

let of: StoreApi<Chosen>;
let at: number;
let undo: Undo;
const set = (part: Partial<Chosen>, after = 5000) => {
  at += after;
  of.setState(part);
};
const getState = () => of.getState();

beforeEach(() => {
  at = 0;
  of = createStore<Chosen>()(() => ({
    ...initialOf(FIELDS),
    choice: { kind: 'preset', preset: 'a', overrides: {} },
    step: 10,
  }));
  undo = createUndo(FIELDS, of, () => at);
  undo.watch();
});
it('goes back through steps, lenses, pages, windows and ranges, and forward again', () => {
  set({ step: 20 });
  set({ lens: 'huge' });
  set({ page: 7 });
  set({ view: { from: 5, to: 50 } });
  set({ range: { from: 7, to: 9 } });
  for (let i = 0; i < 5; i++) expect(undo.undo()).toBe(true);
  expect(undo.undo()).toBe(false);
  expect(getState()).toMatchObject({ step: 10, lens: 'migration', page: null, view: null, range: null });
  for (let i = 0; i < 9; i++) undo.redo();
  expect(getState()).toMatchObject({
    step: 20,
    lens: 'huge',
    page: 7,
    view: { from: 5, to: 50 },
    range: { from: 7, to: 9 },
  });
});

it('takes a scrub as one change', () => {
  for (let step = 11; step < 300; step++) set({ step }, 16);
  expect(undo.undo()).toBe(true);
  expect(getState().step).toBe(10);
  expect(undo.undo()).toBe(false);
});

it('does not note what plays by itself, but where it began', () => {
  set({ playing: true });
  for (let step = 11; step < 30; step++) set({ step }, 16);
  set({ playing: false });
  set({ step: 500 });
  undo.undo();
  expect(getState().step).toBe(29);
  undo.undo();
  expect(getState().step).toBe(10);
});

it('another choice comes back at its step; what follows from a change is part of it', () => {
  set({ choice: { kind: 'trace', trace: 'b' } });
  undo.quietly(() => set({ step: 0 }));
  undo.undo();
  expect(getState()).toMatchObject({
    choice: { preset: 'a' },
    step: 10,
  });
  expect(undo.undo()).toBe(false);
});

it('forgets what was undone when something else is done, and keeps 200 changes', () => {
  set({ step: 20 });
  undo.undo();
  set({ step: 30 });
  expect(undo.redo()).toBe(false);
  for (let i = 0; i < 300; i++) set({ page: i });
  let undone = 0;
  while (undone < 1000 && undo.undo()) undone++;
  expect(undone).toBe(200);
});
