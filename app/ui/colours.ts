/** Every colour that painters use, dark and light, by what it stands for. The tokens of the page are in theme.css; a test
 *  compares those that both have. */
import type { ACTORS, Flag, ShownPhaseName } from '../../engine/index.ts';
import type { Palette } from './theme.ts';

type Row = readonly [dark: string, light: string];

/** The page itself: tokens of theme.css. */
export const PAGE = {
  bg: ['#0d1117', '#f6f8fa'],
  text: ['#e6edf3', '#1f2328'],
  muted: ['#9aa5b1', '#57606a'],
  edge: ['#6e7681', '#818b98'],
  accent: ['#58c4ff', '#0a63b8'],
} as const satisfies Readonly<Record<string, Row>>;

/** By id of CELL_CLASSES. They stay apart for colour-blind readers; loud classes carry a pattern too. */
export const CLASSES = {
  outside: PAGE.bg,
  hole: ['#1a212b', '#e3e8ee'],
  unsent: ['#46515f', '#a9b4c0'],
  sent: ['#4264b0', '#425596'],
  again: ['#ff9d3d', '#e07b12'],
  flight: ['#fff3a6', '#f2d21b'],
  huge: ['#1fa187', '#148b74'],
  small: ['#4b8fdc', '#2f6ab3'],
  piece: ['#2f7f9f', '#4f9db5'],
  zero: ['#2b3442', '#cbd3dc'],
  hugezero: ['#3a4656', '#b7c1cc'],
  stale: ['#b0622a', '#a4561f'],
  hugestale: ['#b0622a', '#a4561f'],
  waiting: ['#ff4fc3', '#c4329b'],
  requested: ['#8854e4', '#7844e0'],
  lost: ['#ff3b3b', '#d3222a'],
  ept2m: ['#1fa187', '#148b74'],
  ept4kw: ['#ff9d3d', '#e07b12'],
  ept4kp: ['#3f7fc4', '#2f6ab3'],
  eptnone: ['#1a212b', '#e3e8ee'],
  dirtyyoung: ['#4b8fdc', '#2f6ab3'],
  dirtyold: ['#28588f', '#7ba6da'],
  clean: ['#a9cdf2', '#9cc3f0'],
  readonly: ['#ff9d3d', '#e07b12'],
  uffdwp: ['#9a6bea', '#7844e0'],
  pmddirtyyoung: ['#1fa187', '#148b74'],
  pmddirtyold: ['#11604f', '#5fb5a3'],
  pmdclean: ['#8fe0cc', '#a7ddd0'],
  pmdreadonly: ['#c9741a', '#b35f08'],
  pmduffdwp: ['#7448c4', '#5a2fb8'],
  marker: ['#ff4fc3', '#c4329b'],
  unwritten: ['#1a212b', '#e3e8ee'],
  neversent: ['#566273', '#a9b4c0'],
  away: ['#8854e4', '#7844e0'],
  lag0: ['#1d5a72', '#b4dcc0'],
  lag1: ['#2f8f8a', '#74b795'],
  lag2: ['#79b85c', '#368c86'],
  lag4: ['#d6c34a', '#1f6682'],
  lag8: ['#fff5c2', '#1b2f5e'],
  age1: ['#fff5c2', '#2b1650'],
  age16: ['#d9cf52', '#2f4c86'],
  age256: ['#6fb662', '#26828e'],
  age4096: ['#217d78', '#5cb985'],
  age65536: ['#2c4f78', '#b8dd8f'],
  ageold: ['#1a212b', '#e9edf1'],
  heat0: ['#1a212b', '#e9edf1'],
  heat1: ['#46286b', '#f6d06f'],
  heat2: ['#7d2d78', '#f0a23f'],
  heat4: ['#b73a66', '#dd6a3c'],
  heat8: ['#e2624a', '#b93b5d'],
  heat16: ['#f6a03c', '#7c2a74'],
  heat32: ['#fdeb9a', '#3d1c5c'],
  written: ['#b0622a', '#a4561f'],
} as const satisfies Readonly<Record<string, Row>>;

/** Lanes of the timeline; the hues of the fields where they mean the same. */
export const LANES: Readonly<Record<(typeof ACTORS)[number], Row>> = {
  vcpu: ['#ff9d3d', '#c8640a'],
  'src-migration': CLASSES.small,
  link: ['#8da4bd', '#5d7288'],
  'dst-load': ['#c9763a', '#a4561f'],
  'dst-listen': ['#6fb1ff', '#3f7fd0'],
  'dst-fault': CLASSES.waiting,
  khugepaged: CLASSES.huge,
  kvm: ['#c8b23a', '#86741a'],
  reclaim: ['#e07a9a', '#a83d60'],
  operator: PAGE.text,
};

/** Parts of the timeline that are no lane. */
export const TIMELINE = {
  track: ['#1a212b', '#e8ecf0'],
  measured: ['#fff3a6', '#5b2a86'],
  curves: [['#ff9d3d', '#d06f10'], CLASSES.huge, CLASSES.waiting],
} as const;

/** Fills of phases, dark enough for white text in both palettes. */
export const PHASES: Readonly<Record<ShownPhaseName, string>> = {
  populate: '#44525f',
  precopy: '#2c5f9b',
  stop: '#6a4580',
  nohugepage: '#a03a4a',
  discard: '#9a5420',
  listen: '#6b5b2e',
  register: '#5d7420',
  postcopy: '#1f7361',
  cleanup: '#5d7420',
  khugepaged: '#147a67',
  end: '#44525f',
  paused: '#8f3040',
  recover: '#2c5f9b',
  cancelled: '#44525f',
  completed: '#1f7361',
  predump: '#2c5f9b',
  dump: '#6a4580',
  restore: '#9a5420',
  arm: '#6b5b2e',
  lazy: '#1f7361',
  track: '#2c5f9b',
};
/** Spans of VMA flags and of the dirty log, dark enough for white text too: hg as huge memory, the others as their phases. */
export const FLAGS: Readonly<Record<Flag, string>> = {
  hg: '#147a67',
  nh: '#a03a4a',
  um: '#6a46b8',
  uw: '#8a3a7c',
  log: '#9a5420',
};
export const ON_PHASE = '#ffffff';

/** A row's colour in a palette. */
export const inPalette = (palette: Palette, [dark, light]: Row): string =>
  palette === 'dark' ? dark : light;
