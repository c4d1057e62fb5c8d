/** Words of the timeline: what is under the cursor, its modes and its parts. */
import { sayCount as count } from '../ui/say.ts';
import { inLanguage } from './language.ts';

/** Kinds that are named before the others are counted together. */
const NAMED = 4;

export const words = inLanguage({
  en: {
    inView: (from: number, to: number) => `steps ${count(from)} to ${count(to)}`,
    /** Events [from, to), which lead to the steps after `from`. */
    steps: (from: number, to: number) =>
      to - from === 1 ? `step ${count(to)}` : `steps ${count(from + 1)}–${count(to)}`,
    /** `12 uffd.copy, 3 uffd.fault in steps 1,201–1,260, 14.2–14.9 ms` */
    tally: (kinds: readonly (readonly [string, number])[], where: string, lane: string | null) => {
      const named = kinds.slice(0, NAMED).map(([name, n]) => `${count(n)} ${name}`);
      const others = kinds.slice(NAMED);
      const rest = others.reduce((sum, [, n]) => sum + n, 0);
      if (others.length > 0) named.push(`${count(rest)} of ${others.length} other kinds`);
      const what = named.length === 0 ? 'nothing' : named.join(', ');
      return `${lane === null ? '' : `${lane}: `}${what} in ${where}`;
    },
    one: (name: string, says: string, where: string) => `${where}: ${name}, ${says}`,
    drag: 'Dragging on the timeline',
    modes: { scrub: 'Scrub', range: 'Range', move: 'Move' },
    axis: 'Axis of the timeline',
    axes: { phases: 'Phases', steps: 'Events', time: 'Time' },
    showAll: 'Show all',
    keys:
      'Left and right: one event. Page up and down: a hundredth. Plus, minus, zero: zoom. Up and down: a lane, ' +
      'Enter to its next event. Shift with left and right: a range. Control with left and right: move.',
    curves: {
      toSend: 'pages to send',
      dstHuge: 'dst AnonHuge',
      vcpus: 'vCPUs waiting',
      threads: 'threads waiting',
      dirty: 'dirty pages',
      huge: 'AnonHuge',
      asleep: 'threads asleep',
    },
    map: 'whole run',
    part: 'Part of the run in view',
    partFrom: 'Where the part in view begins',
    partTo: 'Where the part in view ends',
    lanes: 'Lanes',
    timeline: 'Timeline',
    flags: 'Hazards and marks on the timeline',
    flag: (title: string, step: number) => `${title}: go to step ${step}`,
    marks: (label: string, found: number) =>
      `${label} on the timeline: ${count(found)} ${found === 1 ? 'event' : 'events'} in view`,
  },
});
