/** Scenarios that were on screen since the page was opened, oldest first, with what came of each. */
import { createStore } from 'zustand/vanilla';
import type { RunInfo } from '../../engine/index.ts';
import { type Choice, sameChoice } from './choice.ts';

/** More than a reader remembers; the oldest go. */
const MOST = 60;

export interface Visited {
  readonly choice: Choice & { readonly kind: 'preset' };
  /** What came of it: null until its run was made. */
  readonly outcome: {
    readonly lostPages: number;
    readonly stalePages: number;
    readonly aborted: boolean;
  } | null;
}

export const visited = createStore<readonly Visited[]>(() => []);

/** Notes a scenario on screen, and its run once it is there. */
export function visit(choice: Choice, info: RunInfo | null): void {
  if (choice.kind !== 'preset') return;
  const list = visited.getState();
  const { verdict } = info && !info.making && !info.stopped ? info : { verdict: null };
  const outcome = verdict && {
    lostPages: verdict.lostPages,
    stalePages: verdict.stalePages,
    aborted: verdict.aborted,
  };
  const at = list.findIndex((v) => sameChoice(v.choice, choice));
  if (at >= 0 && (outcome === null || list[at]?.outcome !== null)) return;
  const entry = { choice, outcome };
  visited.setState(
    at >= 0 ? list.map((v, i) => (i === at ? entry : v)) : [...list, entry].slice(-MOST),
    true,
  );
}

/** Forgets some of them. */
export function forget(gone: (choice: Visited['choice']) => boolean): void {
  visited.setState((list) => list.filter((v) => !gone(v.choice)), true);
}
