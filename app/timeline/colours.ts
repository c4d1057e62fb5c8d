/** Colours of the timeline, by theme; the same hues as the fields where they mean the same. */
import type { PhaseName } from '../../engine/index.ts';
import type { TimelineColours } from './paint.ts';

const WHITE = '#ffffff';

/** Fills dark enough for white text, in both themes. */
const PHASES: Readonly<Record<PhaseName, readonly [string, string]>> = {
  populate: ['#44525f', WHITE],
  precopy: ['#2c5f9b', WHITE],
  stop: ['#6a4580', WHITE],
  nohugepage: ['#a03a4a', WHITE],
  discard: ['#9a5420', WHITE],
  listen: ['#5d7420', WHITE],
  postcopy: ['#1f7361', WHITE],
  cleanup: ['#5d7420', WHITE],
  khugepaged: ['#147a67', WHITE],
  end: ['#44525f', WHITE],
  paused: ['#8f3040', WHITE],
  recover: ['#2c5f9b', WHITE],
  cancelled: ['#44525f', WHITE],
  completed: ['#1f7361', WHITE],
  predump: ['#2c5f9b', WHITE],
  dump: ['#6a4580', WHITE],
  restore: ['#9a5420', WHITE],
  arm: ['#5d7420', WHITE],
  lazy: ['#1f7361', WHITE],
  track: ['#2c5f9b', WHITE],
};

const DARK: TimelineColours = {
  text: '#e6edf3',
  muted: '#9aa5b1',
  track: '#1a212b',
  background: '#0d1117',
  playhead: '#58c4ff',
  measured: '#fff3a6',
  lanes: [
    '#ff9d3d',
    '#4b8fdc',
    '#8da4bd',
    '#c9763a',
    '#6fb1ff',
    '#ff4fc3',
    '#1fa187',
    '#c8b23a',
    '#e07a9a',
    '#e6edf3',
  ],
  curves: ['#ff9d3d', '#1fa187', '#ff4fc3'],
  phases: PHASES,
};

const LIGHT: TimelineColours = {
  ...DARK,
  text: '#1f2328',
  muted: '#57606a',
  track: '#e8ecf0',
  background: '#f6f8fa',
  playhead: '#0a63b8',
  measured: '#5b2a86',
  lanes: [
    '#c8640a',
    '#2f6ab3',
    '#5d7288',
    '#a4561f',
    '#3f7fd0',
    '#c4329b',
    '#148b74',
    '#86741a',
    '#a83d60',
    '#1f2328',
  ],
  curves: ['#d06f10', '#148b74', '#c4329b'],
};

export const TIMELINE_COLOURS: Readonly<Record<'dark' | 'light', TimelineColours>> = {
  dark: DARK,
  light: LIGHT,
};
