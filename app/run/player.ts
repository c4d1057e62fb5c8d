/** The clock of playing: moves the step once an animation frame, and stops at breaks and at the end. */
import type { Store } from '../state/store.ts';
import { views } from '../state/undo.ts';

export interface Speed {
  readonly id: string;
  readonly label: string;
  /** Steps a second in a run of `steps`. */
  rate(steps: number): number;
}

/** At 1× a whole run takes this long, whatever its size. */
const WHOLE_RUN_S = 20;
const times = (id: string, label: string, factor: number): Speed => ({
  id,
  label,
  rate: (steps) => Math.max(1, (steps / WHOLE_RUN_S) * factor),
});

export const SPEEDS: readonly Speed[] = [
  { id: '1/s', label: '1 event/s', rate: () => 1 },
  { id: '10/s', label: '10 events/s', rate: () => 10 },
  times('1/64', '1/64×', 1 / 64),
  times('1/16', '1/16×', 1 / 16),
  times('1/4', '1/4×', 1 / 4),
  times('1', '1×', 1),
  times('4', '4×', 4),
];

/** Starts the clock; it follows `playing` in the store. Returns how to stop it for good. `stopAfter` is the step of the next
 *  break, null for none, undefined while that is not known: the step waits for it. */
export function startPlayer(
  store: Store,
  steps: () => number | null,
  stopAfter: (step: number) => number | null | undefined,
): () => void {
  let handle = 0;
  let last = 0;
  let exact = 0;

  function tick(now: number): void {
    const { playing, step, speed } = store.getState();
    handle = 0;
    if (!playing) return;
    const whole = steps();
    const stop = stopAfter(step);
    if (whole !== null && stop !== undefined) {
      const end = stop ?? whole;
      // Someone moved the step: go on from there.
      if (Math.floor(exact) !== step) exact = step;
      // A hidden tab stops the animation frames; its pause must not become a jump.
      const passed = Math.min(now - last, 250) / 1000;
      const rate = (SPEEDS.find((s) => s.id === speed) as Speed).rate(whole);
      exact = Math.min(end, exact + passed * rate);
      const next = Math.floor(exact);
      if (next >= end) views.quietly(() => store.setState({ step: end, playing: false }));
      else if (next !== step) store.setState({ step: next });
    }
    last = now;
    handle = requestAnimationFrame(tick);
  }

  function follow(): void {
    if (!store.getState().playing || handle) return;
    exact = store.getState().step;
    last = performance.now();
    handle = requestAnimationFrame(tick);
  }

  const stop = store.subscribe(follow);
  follow();
  return () => {
    stop();
    cancelAnimationFrame(handle);
    handle = 0;
  };
}
