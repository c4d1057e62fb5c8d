/** What a reader can do from the keyboard, in one list: the page's keys, the palette and the sheet of shortcuts all read it.
 *  A key is written as `keyOf` writes it. Commands without a key are in others.ts, which only the palette needs. */
import { LENSES, lensLabel, type RunInfo } from '../../engine/index.ts';
import { scrollTarget } from '../fields/scrollTarget.ts';
import { shareLink } from '../link/share.ts';
import { whyNoLink } from '../link/sync.ts';
import { openQuery } from '../query/open.ts';
import { runToBreak } from '../run/breaks.ts';
import type { Engine } from '../run/engine.ts';
import { phaseStep } from '../run/phases.ts';
import { stepBy, UNITS } from '../run/steps.ts';
import { lensesOf } from '../source/choice.ts';
import {
  beginNote,
  clearPicked,
  openSheet,
  pickedNow,
  readStory,
  reportMissing,
  seek,
  setLens,
  setPresenting,
  setView,
  toggleCompare,
  togglePlay,
  zoomTimeline,
} from '../state/actions.ts';
import { store } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { titles, actions as words } from '../texts/shell.ts';
import { nextPart } from './parts.ts';

export type Shown = 'palette' | 'shortcuts' | 'glossary' | 'licences';

export interface Place {
  /** The run on screen. */
  readonly info: RunInfo | null;
  readonly engine: Engine;
  /** Opens the palette, a sheet or the glossary, there with what `term` finds. */
  show(what: Shown, term?: string): void;
}

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys?: readonly string[];
  /** Runs in text fields and dialogs too. */
  readonly everywhere?: boolean;
  /** Without it, always. */
  when?(place: Place): boolean;
  run(place: Place): void;
}

/** A command whose title is a text of its own. */
type Titled = Omit<Command, 'title'> & { readonly id: keyof typeof titles };
const titled = (rows: readonly Titled[]): Command[] => rows.map((row) => ({ ...row, title: titles[row.id] }));

const toStep =
  (target: (step: number, info: RunInfo) => number): Command['run'] =>
  ({ info }) =>
    info && seek(Math.min(target(store.getState().step, info), info.steps));
const hasRun = ({ info }: Place) => info !== null;
const zoomed = () => store.getState().view !== null;
const presenting = () => store.getState().presenting;
const hasPage = () => store.getState().page !== null;
const hasLink = () => whyNoLink(store.getState().choice) === null;

/** With an audience: the story's next step, or the next phase where no story is open. */
const turn =
  (by: 1 | -1): Command['run'] =>
  (place) => {
    const { panel, story } = store.getState();
    if (panel === 'story' && story) readStory({ id: story.id, step: Math.max(0, story.step + by) });
    else toPhase(by < 0)(place);
  };

const toPhase = (back: boolean) => toStep((step, info) => phaseStep(info, step, back));

const toBreak =
  (back: boolean): Command['run'] =>
  ({ info, engine }) => {
    if (info) void runToBreak(engine, info, back);
  };

const zoom =
  (factor: number): Command['run'] =>
  ({ info }) =>
    info && zoomTimeline(info.steps, factor);

function showPage(): void {
  const { page } = store.getState();
  if (page !== null) scrollTarget.set({ page });
}

/** Steps of a unit, forward and back. */
const byUnit = UNITS.flatMap(({ unit, key }): Command[] =>
  [false, true].map((backward) => ({
    id: `step.${unit}${backward ? '.back' : ''}`,
    title: words.units[unit][backward ? 'back' : 'forward'],
    keys: [backward ? `Shift+${key.toUpperCase()}` : key.toUpperCase()],
    when: hasRun,
    run: ({ info, engine }) => {
      if (info) void stepBy(engine, info, unit, backward);
    },
  })),
);

const lenses = LENSES.map(
  (lens, i): Command => ({
    id: `lens.${lens}`,
    title: words.lens(lensLabel(lens)),
    keys: [String(i + 1)],
    when: () => lensesOf(store.getState().choice, store.getState().lens).includes(lens),
    run: () => setLens(lens),
  }),
);

/** Where two have the same key, the first that can be run counts. */
export const COMMANDS: readonly Command[] = [
  ...titled([
    { id: 'palette', keys: ['Mod+K'], everywhere: true, run: ({ show }) => show('palette') },
    { id: 'shortcuts', keys: ['?'], run: ({ show }) => show('shortcuts') },
    { id: 'glossary', keys: ['G'], run: ({ show }) => show('glossary') },
    { id: 'present.next', keys: ['PageDown', 'ArrowRight', 'ArrowDown'], when: presenting, run: turn(1) },
    { id: 'present.previous', keys: ['PageUp', 'ArrowLeft', 'ArrowUp'], when: presenting, run: turn(-1) },
    { id: 'present.leave', keys: ['Escape'], when: presenting, run: () => setPresenting(false) },
    { id: 'present', keys: ['P'], when: () => !presenting(), run: () => setPresenting(true) },
    { id: 'play', keys: ['Space'], when: hasRun, run: ({ info }) => togglePlay(info?.steps ?? null) },
    { id: 'step.back', keys: ['ArrowLeft'], when: hasRun, run: toStep((step) => step - 1) },
    { id: 'step.forward', keys: ['ArrowRight'], when: hasRun, run: toStep((step) => step + 1) },
    { id: 'steps.back', keys: ['Shift+ArrowLeft'], when: hasRun, run: toStep((step) => step - 100) },
    { id: 'steps.forward', keys: ['Shift+ArrowRight'], when: hasRun, run: toStep((step) => step + 100) },
    { id: 'phase.previous', keys: ['['], when: hasRun, run: toPhase(true) },
    { id: 'phase.next', keys: [']'], when: hasRun, run: toPhase(false) },
  ]),
  ...byUnit,
  ...titled([
    { id: 'view.in', keys: ['='], when: hasRun, run: zoom(0.5) },
    { id: 'view.out', keys: ['-'], when: zoomed, run: zoom(2) },
    { id: 'view.whole', keys: ['0'], when: zoomed, run: () => setView(null) },
    { id: 'share', keys: ['S'], when: hasLink, run: ({ info }) => void shareLink(info) },
  ]),
  ...lenses,
  ...titled([
    {
      id: 'legend.all',
      keys: ['Escape'],
      when: () => pickedNow(store.getState()).length > 0,
      run: clearPicked,
    },
    { id: 'page.show', keys: ['F'], when: hasPage, run: showPage },
    { id: 'note', keys: ['M'], when: hasRun, run: beginNote },
    { id: 'branch', keys: ['B'], when: hasRun, run: () => openSheet('branch') },
    { id: 'compare', keys: ['C'], when: hasRun, run: toggleCompare },
    { id: 'query', keys: ['/'], when: hasRun, run: openQuery },
    { id: 'break.next', keys: ['N'], when: hasRun, run: toBreak(false) },
    { id: 'break.previous', keys: ['Shift+N'], when: hasRun, run: toBreak(true) },
    {
      id: 'why',
      keys: ['Shift+W'],
      when: (place) => hasRun(place) && hasPage(),
      run: ({ info, engine }) => {
        if (info)
          void import('../inspector/ask.ts').then(({ askOfPage }) => askOfPage(engine, info), reportMissing);
      },
    },
    { id: 'export', keys: ['E'], when: hasRun, run: () => openSheet('export') },
    { id: 'part.next', keys: ['F6'], everywhere: true, run: () => nextPart(false) },
    { id: 'part.previous', keys: ['Shift+F6'], everywhere: true, run: () => nextPart(true) },
    { id: 'start', keys: ['Home'], when: hasRun, run: toStep(() => 0) },
    { id: 'end', keys: ['End'], when: hasRun, run: toStep((_, info) => info.steps) },
    { id: 'undo', keys: ['Mod+Z'], run: () => views.undo() },
    { id: 'redo', keys: ['Mod+Shift+Z', 'Mod+Y'], run: () => views.redo() },
  ]),
];

/** A pressed key as the list writes it: `Mod` is Control or Command, letters are capitals, and Shift is named where the
 *  key is not itself another one for it. */
export function keyOf(e: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}): string {
  const key = e.key === ' ' ? 'Space' : e.key.length === 1 ? e.key.toUpperCase() : e.key;
  const letter = /^[A-Z]$/.test(key);
  return [
    e.ctrlKey || e.metaKey ? 'Mod' : '',
    e.altKey ? 'Alt' : '',
    e.shiftKey && (key.length > 1 || letter) ? 'Shift' : '',
    key,
  ]
    .filter(Boolean)
    .join('+');
}

/** The command of a key now, or undefined. */
export function commandOf(key: string, place: Place): Command | undefined {
  return COMMANDS.find((c) => c.keys?.includes(key) && (c.when?.(place) ?? true));
}

/** Keys as a keyboard has them printed. */
const PRINTED: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
};

const APPLE = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** `Mod+Shift+Z` as `Ctrl Shift Z`, or `⌘ Shift Z` on a Mac. */
export function sayKeys(keys: string): string {
  return keys
    .split('+')
    .map((k) => (k === 'Mod' ? (APPLE ? '⌘' : 'Ctrl') : (PRINTED[k] ?? k)))
    .join(' ');
}
