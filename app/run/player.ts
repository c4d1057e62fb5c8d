/** The clock of playing: moves the step once an animation frame, and stops at breaks and at the end. */
import type { RunInfo } from '../../engine/index.ts';
import { playTo } from '../state/actions.ts';
import type { Store } from '../state/store.ts';
import { transport as words } from '../texts/timeline.ts';
import { createActivity } from '../ui/idle.ts';
import { latest } from '../ui/latest.ts';

export interface Speed {
  readonly id: string;
  readonly label: string;
  /** Steps a second in a run of `steps`; null for a clock that goes by the run's own time. */
  readonly rate: ((steps: number) => number) | null;
  /** How much of the run's time passes while the reader's does. */
  readonly time?: number;
}

/** The run's own clock: the time of the step on screen, null until its frame is there, and the step of a time, ns. */
export interface Clock {
  timeOf(step: number): number | null;
  stepAt(timeNs: number): Promise<number | null>;
}

/** At 1× a whole run takes this long, whatever its size. */
const WHOLE_RUN_S = 20;
const times = (id: string, label: string, factor: number): Speed => ({
  id,
  label,
  rate: (steps) => Math.max(1, (steps / WHOLE_RUN_S) * factor),
});

export const SPEEDS: readonly Speed[] = [
  { id: '1/s', label: words.perSecond(1), rate: () => 1 },
  { id: '10/s', label: words.perSecond(10), rate: () => 10 },
  times('1/64', '1/64×', 1 / 64),
  times('1/16', '1/16×', 1 / 16),
  times('1/4', '1/4×', 1 / 4),
  times('1', '1×', 1),
  times('4', '4×', 4),
  { id: 'time/1000', label: words.slower(1000), rate: null, time: 1 / 1000 },
  { id: 'time/100', label: words.slower(100), rate: null, time: 1 / 100 },
  { id: 'time', label: words.trueTime, rate: null, time: 1 },
];

/** The run that is played, as far as it is made. */
type Played = Pick<RunInfo, 'steps' | 'making'>;

/** Starts the clock; it follows `playing` in the store. Returns how to stop it for good. `stopAfter` is the step of the next
 *  break, null for none, undefined while that is not known: the step waits for it. */
export function startPlayer(
  store: Store,
  run: () => Played | null,
  stopAfter: (step: number) => number | null | undefined,
  clock: Clock,
): () => void {
  let handle = 0;
  let last = 0;
  let exact = 0;
  /** The run's time, ns, and the step it belongs to. */
  let timeNs: number | null = null;
  let timed = -1;
  /** At its end the run waits for more of it. */
  let waits = false;
  const newest = latest(clock.stepAt);
  const active = createActivity();

  function tick(now: number): void {
    const { playing, step, speed } = store.getState();
    handle = 0;
    active(playing);
    if (!playing) return;
    const whole = run();
    const stop = stopAfter(step);
    if (whole !== null && stop !== undefined) {
      // A hidden tab stops the animation frames; its pause must not become a jump.
      const passed = Math.min(now - last, 250) / 1000;
      const { rate, time } = SPEEDS.find((s) => s.id === speed)!;
      const end = stop ?? whole.steps;
      waits = stop === null && whole.making !== undefined;
      if (rate) go(step, passed * rate(whole.steps), end);
      else byTime(step, passed * 1e9 * (time ?? 1), end);
    }
    last = now;
    handle = requestAnimationFrame(tick);
  }

  function show(step: number, next: number, end: number): void {
    if (next !== step || (next >= end && !waits)) playTo(next, end, waits);
  }

  /** On by a part of a step, or several. */
  function go(step: number, by: number, end: number): void {
    // Someone moved the step: go on from there.
    if (Math.floor(exact) !== step) exact = step;
    exact = Math.min(end, exact + by);
    show(step, Math.floor(exact), end);
  }

  /** On by the run's own time: the step stays until the time of its next event has come. */
  function byTime(step: number, byNs: number, end: number): void {
    if (timed !== step || timeNs === null) {
      newest.drop();
      timeNs = clock.timeOf(step);
      timed = step;
    }
    if (timeNs === null) return;
    timeNs += byNs;
    void newest.ask(timeNs).then((next) => {
      const now = store.getState();
      if (next === null || !now.playing || now.step !== timed) return;
      timed = Math.min(end, Math.max(now.step, next));
      show(now.step, timed, end);
    });
  }

  function follow(): void {
    if (!store.getState().playing || handle) return;
    exact = store.getState().step;
    timed = -1;
    last = performance.now();
    active(true);
    handle = requestAnimationFrame(tick);
  }

  const stop = store.subscribe(follow);
  follow();
  return () => {
    stop();
    cancelAnimationFrame(handle);
    handle = 0;
    active(false);
    newest.drop();
  };
}
