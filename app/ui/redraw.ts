/** Paints once before the next screen refresh, however often it was requested. */
import { createActivity } from './idle.ts';

export interface Redraw {
  request(): void;
  cancel(): void;
}

export function createRedraw(paint: () => void): Redraw {
  const waiting = createActivity();
  let request = 0;
  const run = () => {
    request = 0;
    paint();
    // `paint` may request the next frame, as an animation does.
    waiting(request !== 0);
  };
  return {
    request() {
      request ||= requestAnimationFrame(run);
      waiting(true);
    },
    cancel() {
      cancelAnimationFrame(request);
      request = 0;
      waiting(false);
    },
  };
}
