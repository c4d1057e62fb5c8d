/** Stands for d3-transition in the build (`alias` in vite.config.ts). d3-zoom imports it to interrupt transitions; the page makes
 *  none, and with it came colour spaces and easings, a twentieth of the first load. */
import { selection } from 'd3-selection';

/** d3-zoom calls it on selections; without transitions there is nothing to stop. */
(selection.prototype as { interrupt?: () => unknown }).interrupt = function () {
  return this;
};

export function interrupt(): void {}
