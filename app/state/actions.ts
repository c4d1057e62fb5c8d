/** What a user can do to the choices; every widget, key and link goes through here. */
import type { Problem } from '../../engine/index.ts';
import { keep } from '../lib/kept.ts';
import { prefersReducedMotion } from '../lib/motion.ts';
import { applyTheme, type ThemeChoice } from '../theme/choice.ts';
import { type Arrival, type Choice, type Overrides, sourceOf, store } from './store.ts';

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
  const { pack } = await import('../lib/pack.ts');
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

export function setTheme(theme: ThemeChoice): void {
  applyTheme(theme);
  store.setState({ theme });
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
