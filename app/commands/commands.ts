/** What a reader can do from the keyboard, in one list: the page's keys, the palette and the sheet of shortcuts all read it.
 *  A key is written as `keyOf` writes it. Commands without a key are in others.ts, which only the palette needs. */
import type { RunInfo } from '../../engine/index.ts';
import { closeCompare, openCompare } from '../compare/open.ts';
import { shareLink } from '../permalink/share.ts';
import { whyNoLink } from '../permalink/sync.ts';
import { openQuery } from '../query/open.ts';
import { runToBreak } from '../run/breaks.ts';
import type { Engine } from '../run/engine.ts';
import { phaseStep } from '../run/phases.ts';
import { seek } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { zoomTimeline } from '../state/window.ts';
import { togglePlay } from '../transport/play.ts';
import { stepBy, UNITS } from '../transport/steps.ts';

export type Shown = 'palette' | 'shortcuts' | 'glossary';

export interface Place {
  /** The run on screen. */
  readonly info: RunInfo | null;
  readonly engine: Engine;
  /** Opens the palette, the sheet of shortcuts or the glossary. */
  show(what: Shown): void;
}

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  /** Heard in text fields and dialogs too. */
  readonly everywhere?: boolean;
  /** Without it, always. */
  when?(place: Place): boolean;
  run(place: Place): void;
}

const toStep =
  (target: (step: number, info: RunInfo) => number): Command['run'] =>
  ({ info }) =>
    info && seek(Math.min(target(store.getState().step, info), info.steps));
const hasRun = ({ info }: Place) => info !== null;
const zoomed = () => store.getState().view !== null;
const presenting = () => store.getState().presenting;

/** With an audience: the story's next step, or the next phase where no story is told. */
const turn =
  (by: 1 | -1): Command['run'] =>
  (place) => {
    const { panel, story } = store.getState();
    if (panel === 'story' && story)
      store.setState({ story: { id: story.id, step: Math.max(0, story.step + by) } });
    else toStep((step, info) => phaseStep(info, step, by < 0))(place);
  };

/** Steps of a unit, forward and back. */
const byUnit = UNITS.flatMap(({ unit, key, forward, back }): Command[] =>
  [false, true].map((backward) => ({
    id: `step.${unit}${backward ? '.back' : ''}`,
    title: backward ? back : forward,
    keys: [backward ? `Shift+${key.toUpperCase()}` : key.toUpperCase()],
    when: hasRun,
    run: ({ info, engine }) => {
      if (info) void stepBy(engine, info, unit, backward);
    },
  })),
);

const toBreak = (back: boolean): Command['run'] => {
  return ({ info, engine }) => {
    if (info) void runToBreak(engine, info, back);
  };
};

/** Where two have the same key, the first that can be run counts. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'palette',
    title: 'Find a command',
    keys: ['Mod+K'],
    everywhere: true,
    run: ({ show }) => show('palette'),
  },
  { id: 'shortcuts', title: 'Keyboard shortcuts', keys: ['?'], run: ({ show }) => show('shortcuts') },
  { id: 'glossary', title: 'Glossary of kernel terms', keys: ['G'], run: ({ show }) => show('glossary') },
  {
    id: 'present.next',
    title: 'Presentation: next',
    keys: ['PageDown', 'ArrowRight', 'ArrowDown'],
    when: presenting,
    run: turn(1),
  },
  {
    id: 'present.previous',
    title: 'Presentation: previous',
    keys: ['PageUp', 'ArrowLeft', 'ArrowUp'],
    when: presenting,
    run: turn(-1),
  },
  {
    id: 'present.leave',
    title: 'Leave the presentation',
    keys: ['Escape'],
    when: presenting,
    run: () => store.setState({ presenting: false }),
  },
  {
    id: 'present',
    title: 'Present to an audience',
    keys: ['P'],
    when: () => !presenting(),
    run: () => store.setState({ presenting: true }),
  },
  {
    id: 'play',
    title: 'Play or pause',
    keys: ['Space'],
    when: hasRun,
    run: ({ info }) => togglePlay(info),
  },
  {
    id: 'step.back',
    title: 'One event back',
    keys: ['ArrowLeft'],
    when: hasRun,
    run: toStep((step) => step - 1),
  },
  {
    id: 'step.forward',
    title: 'One event forward',
    keys: ['ArrowRight'],
    when: hasRun,
    run: toStep((step) => step + 1),
  },
  {
    id: 'steps.back',
    title: '100 events back',
    keys: ['Shift+ArrowLeft'],
    when: hasRun,
    run: toStep((step) => step - 100),
  },
  {
    id: 'steps.forward',
    title: '100 events forward',
    keys: ['Shift+ArrowRight'],
    when: hasRun,
    run: toStep((step) => step + 100),
  },
  {
    id: 'phase.previous',
    title: 'Previous phase',
    keys: ['['],
    when: hasRun,
    run: toStep((step, info) => phaseStep(info, step, true)),
  },
  {
    id: 'phase.next',
    title: 'Next phase',
    keys: [']'],
    when: hasRun,
    run: toStep((step, info) => phaseStep(info, step, false)),
  },
  ...byUnit,
  {
    id: 'view.in',
    title: 'Timeline: zoom in',
    keys: ['='],
    when: hasRun,
    run: ({ info }) => info && zoomTimeline(info.steps, 0.5),
  },
  {
    id: 'view.out',
    title: 'Timeline: zoom out',
    keys: ['-'],
    when: zoomed,
    run: ({ info }) => info && zoomTimeline(info.steps, 2),
  },
  {
    id: 'view.whole',
    title: 'Timeline: show all of the run',
    keys: ['0'],
    when: zoomed,
    run: () => store.setState({ view: null }),
  },
  {
    id: 'share',
    title: 'Copy a link to what is on screen',
    keys: ['S'],
    when: () => whyNoLink(store.getState().choice) === null,
    run: ({ info }) => void shareLink(info),
  },
  {
    id: 'note',
    title: 'Add a note at this step',
    keys: ['M'],
    when: hasRun,
    run: () => store.setState({ noting: true, playing: false }),
  },
  {
    id: 'branch',
    title: 'Branch here: do something else from this step on',
    keys: ['B'],
    when: hasRun,
    run: () => store.setState({ branching: true, playing: false }),
  },
  {
    id: 'compare',
    title: 'Compare with another run, or end it',
    keys: ['C'],
    when: hasRun,
    run: () => (store.getState().versus ? closeCompare() : openCompare()),
  },
  { id: 'query', title: 'Find events, set breaks', keys: ['/'], when: hasRun, run: openQuery },
  { id: 'break.next', title: 'Run to the next break', keys: ['N'], when: hasRun, run: toBreak(false) },
  {
    id: 'break.previous',
    title: 'Run to the previous break',
    keys: ['Shift+N'],
    when: hasRun,
    run: toBreak(true),
  },
  { id: 'start', title: 'Start of the run', keys: ['Home'], when: hasRun, run: toStep(() => 0) },
  { id: 'end', title: 'End of the run', keys: ['End'], when: hasRun, run: toStep((_, info) => info.steps) },
  { id: 'undo', title: 'Undo the last change of view', keys: ['Mod+Z'], run: () => views.undo() },
  {
    id: 'redo',
    title: 'Redo the change of view',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    run: () => views.redo(),
  },
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
  return COMMANDS.find((c) => c.keys.includes(key) && (c.when?.(place) ?? true));
}
