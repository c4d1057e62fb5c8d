/** What a user can do to the choices; every widget, key and link goes through here. */
import type { Problem } from '../../engine/index.ts';
import { applyTheme, type ThemeChoice } from '../ui/choice.ts';
import { keep } from '../ui/kept.ts';
import { prefersReducedMotion } from '../ui/motion.ts';
import {
  type Arrival,
  type Asked,
  type Choice,
  type Chosen,
  type Overrides,
  sourceOf,
  store,
} from './store.ts';

/** How a story begins that no link places: it plays; who asked for less motion sees the moment the guest stops. */
export function opening(): { arrival: Arrival; playing: boolean } {
  return prefersReducedMotion()
    ? { arrival: { at: 'phase', phase: 'stop', part: 0 }, playing: false }
    : { arrival: { at: 'start' }, playing: true };
}

/** Shows something else, from its beginning. */
export function choose(choice: Choice): void {
  store.setState({
    choice,
    panel: sourceOf(choice),
    ...opening(),
    page: null,
    view: null,
    range: null,
    lane: null,
    hover: null,
    shared: null,
    notes: [],
    problems: [],
  });
}

/** Runs a script. The editor ends lines with \n only, and so does what is run: lines of both are to be the same. */
export async function runScript(given: string): Promise<void> {
  const text = given.replace(/\r\n?/g, '\n');
  const { pack } = await import('../ui/pack.ts');
  const packed = await pack(text);
  store.setState({ draft: { text, packed } });
  choose({ kind: 'script', packed });
}

/** Turns knobs of the current preset. While paused, the reader arrives at `place`. */
export function override(overrides: Overrides, place: Arrival | null): void {
  const { choice, playing } = store.getState();
  if (choice.kind !== 'preset') return;
  const arrival = !playing && place ? place : ({ at: 'start' } as const);
  store.setState({
    choice: { ...choice, overrides },
    arrival,
    view: null,
    range: null,
    shared: null,
    hover: null,
  });
}

/** Goes to a step, paused: whoever seeks wants to look. */
export function seek(step: number): void {
  store.setState({ step: Math.max(0, Math.round(step)), playing: false });
}

/** Asks why; the page that is asked about is kept. */
export function askWhy(asked: Omit<Asked, 'focus'>, focus = false): void {
  store.setState({ asked: { ...asked, focus }, page: asked.page, hover: null, playing: false });
}

export function setTheme(theme: ThemeChoice): void {
  applyTheme(theme);
  store.setState({ theme });
}

/** The classes picked in the legend of the lens on screen; the same array while nothing changes. */
export const pickedNow = ({ lens, picked }: Chosen): readonly string[] => picked[lens] ?? NONE;
const NONE: readonly string[] = [];

/** Picks a class in the legend of the lens on screen, or lets go of it. */
export function togglePicked(id: string): void {
  store.setState((s) => {
    const now = pickedNow(s);
    const next = now.includes(id) ? now.filter((other) => other !== id) : [...now, id];
    return { picked: { ...s.picked, [s.lens]: next } };
  });
}

/** Shows all classes of the lens on screen again. */
export function clearPicked(): void {
  store.setState((s) => ({ picked: { ...s.picked, [s.lens]: NONE } }));
}

export function setSpeed(speed: string): void {
  keep('speed', speed);
  store.setState({ speed });
}

/** Adds problems; the same message is shown once. */
export function complain(...problems: readonly Problem[]): void {
  store.setState((s) => ({
    problems: [
      ...s.problems,
      ...problems.filter((p) => !s.problems.some((q) => q.message === p.message)),
    ].slice(-6),
  }));
}

export function dismiss(problem: Problem): void {
  store.setState((s) => ({ problems: s.problems.filter((p) => p !== problem) }));
}
