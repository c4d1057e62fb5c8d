/** What the user chose: nothing here was made by the engine. Painters subscribe, React reads by selector. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Axis, Lens, Problem } from '../../engine/index.ts';
import { keptTheme, type ThemeChoice } from '../theme/choice.ts';

export type Overrides = Readonly<Record<string, string | number | boolean>>;

/** What is shown: a preset with knobs turned, a shipped recording by name, or a file the user opened. */
export type Choice =
  | { readonly kind: 'preset'; readonly preset: string; readonly overrides: Overrides }
  | { readonly kind: 'trace'; readonly trace: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string; readonly opened: number };

/** Where the next run starts: a link's step, the beginning, or the same place in the same phase. */
export type Arrival =
  | { readonly at: 'start' }
  | { readonly at: 'step'; readonly step: number }
  | { readonly at: 'phase'; readonly phase: string; readonly part: number };

export interface Chosen {
  readonly choice: Choice;
  readonly arrival: Arrival;
  readonly step: number;
  readonly playing: boolean;
  /** Id of one of the speeds of app/run/player.ts. */
  readonly speed: string;
  readonly lens: Lens;
  readonly page: number | null;
  readonly hover: number | null;
  readonly axis: Axis;
  readonly theme: ThemeChoice;
  /** What the opened link said about the run it was made from. */
  readonly shared: { readonly semantics: number | null; readonly digest: string | null } | null;
  readonly problems: readonly Problem[];
}

export const FIRST_PRESET = 'qemu-as-mailed';

export const store = createStore<Chosen>()(() => ({
  choice: { kind: 'preset', preset: FIRST_PRESET, overrides: {} },
  arrival: { at: 'start' },
  step: 0,
  playing: false,
  speed: '1',
  lens: 'migration',
  page: null,
  hover: null,
  axis: 'phases',
  theme: keptTheme(),
  shared: null,
  problems: [],
}));

export type Store = typeof store;

export function useChosen<T>(select: (s: Chosen) => T): T {
  return useStore(store, select);
}
