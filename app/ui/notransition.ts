/** Stands for d3-transition and d3-interpolate where d3-zoom imports them (vite.config.ts): it asks whether a transition runs that
 *  is to be interrupted, and how one would move. The page makes none. */
import { selection } from 'd3-selection';

/** d3-zoom calls it on selections. */
(selection.prototype as { interrupt?: () => unknown }).interrupt = function () {
  return this;
};

export function interrupt(): void {}

/** At once there. */
export const interpolateZoom = (_from: unknown, to: unknown) => () => to;
