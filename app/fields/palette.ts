/** Colours of cell classes, by CELL_CLASSES id. Chosen to stay apart for colour-blind readers; loud classes carry a pattern too. */
import { CELL_CLASSES } from '../../engine/index.ts';

export type PaletteName = 'dark' | 'light';

export interface Colours {
  /** CSS colour by class number. */
  readonly classes: readonly string[];
  readonly background: string;
  readonly ring: string;
  readonly text: string;
}

const DARK: Readonly<Record<string, string>> = {
  outside: '#0d1117',
  hole: '#1a212b',
  unsent: '#46515f',
  sent: '#3f7fc4',
  again: '#ff9d3d',
  flight: '#fff3a6',
  huge: '#1fa187',
  small: '#4b8fdc',
  piece: '#2f7f9f',
  zero: '#2b3442',
  hugezero: '#3a4656',
  stale: '#b0622a',
  hugestale: '#b0622a',
  waiting: '#ff4fc3',
  requested: '#8854e4',
  lost: '#ff3b3b',
  ept2m: '#1fa187',
  ept4kw: '#ff9d3d',
  ept4kp: '#3f7fc4',
  eptnone: '#1a212b',
  dirtyyoung: '#4b8fdc',
  dirtyold: '#28588f',
  clean: '#a9cdf2',
  readonly: '#ff9d3d',
  uffdwp: '#9a6bea',
  pmddirtyyoung: '#1fa187',
  pmddirtyold: '#11604f',
  pmdclean: '#8fe0cc',
  pmdreadonly: '#c9741a',
  pmduffdwp: '#7448c4',
  marker: '#ff4fc3',
  unwritten: '#1a212b',
  neversent: '#566273',
  away: '#8854e4',
  lag0: '#1d5a72',
  lag1: '#2f8f8a',
  lag2: '#79b85c',
  lag4: '#d6c34a',
  lag8: '#fff5c2',
  age1: '#fff5c2',
  age16: '#d9cf52',
  age256: '#6fb662',
  age4096: '#217d78',
  age65536: '#2c4f78',
  ageold: '#1a212b',
  heat0: '#1a212b',
  heat1: '#46286b',
  heat2: '#7d2d78',
  heat4: '#b73a66',
  heat8: '#e2624a',
  heat16: '#f6a03c',
  heat32: '#fdeb9a',
};

const LIGHT: Readonly<Record<string, string>> = {
  outside: '#f6f8fa',
  hole: '#e3e8ee',
  unsent: '#a9b4c0',
  sent: '#2f6ab3',
  again: '#e07b12',
  flight: '#f2d21b',
  huge: '#148b74',
  small: '#2f6ab3',
  piece: '#4f9db5',
  zero: '#cbd3dc',
  hugezero: '#b7c1cc',
  stale: '#a4561f',
  hugestale: '#a4561f',
  waiting: '#c4329b',
  requested: '#7844e0',
  lost: '#d3222a',
  ept2m: '#148b74',
  ept4kw: '#e07b12',
  ept4kp: '#2f6ab3',
  eptnone: '#e3e8ee',
  dirtyyoung: '#2f6ab3',
  dirtyold: '#7ba6da',
  clean: '#9cc3f0',
  readonly: '#e07b12',
  uffdwp: '#7844e0',
  pmddirtyyoung: '#148b74',
  pmddirtyold: '#5fb5a3',
  pmdclean: '#a7ddd0',
  pmdreadonly: '#b35f08',
  pmduffdwp: '#5a2fb8',
  marker: '#c4329b',
  unwritten: '#e3e8ee',
  neversent: '#a9b4c0',
  away: '#7844e0',
  lag0: '#b4dcc0',
  lag1: '#74b795',
  lag2: '#368c86',
  lag4: '#1f6682',
  lag8: '#1b2f5e',
  age1: '#2b1650',
  age16: '#2f4c86',
  age256: '#26828e',
  age4096: '#5cb985',
  age65536: '#b8dd8f',
  ageold: '#e9edf1',
  heat0: '#e9edf1',
  heat1: '#f6d06f',
  heat2: '#f0a23f',
  heat4: '#dd6a3c',
  heat8: '#b93b5d',
  heat16: '#7c2a74',
  heat32: '#3d1c5c',
};

function colours(table: Readonly<Record<string, string>>, ring: string, text: string): Colours {
  const classes = CELL_CLASSES.map((c) => table[c.id] ?? '#ff00ff');
  return { classes, background: table.outside ?? '#000', ring, text };
}

/** How far classes that are not picked go towards the background. */
const DIM = 0.84;

/** The same palette with all but the picked classes nearly gone. */
export function dimmed(from: Colours, picked: ReadonlySet<number>): Colours {
  const to = channels(from.background);
  const classes = from.classes.map((css, c) => {
    if (picked.has(c)) return css;
    const mixed = channels(css).map((v, i) => Math.round(v + (to[i]! - v) * DIM));
    return `#${mixed.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
  });
  return { ...from, classes };
}

/** Class numbers that go with legend entries of these ids. */
export function classesOf(ids: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  CELL_CLASSES.forEach((c, i) => {
    if (ids.includes(c.under ?? c.id)) found.add(i);
  });
  return found;
}

/** What the system paints with while it forces colours. */
interface Forced {
  readonly background: string;
  readonly text: string;
  readonly accent: string;
}

/** A palette, on the system's background where it forces colours. */
export function coloursOf(palette: PaletteName, forced: Forced | null): Colours {
  if (!forced) return PALETTES[palette];
  const { background, text, accent: ring } = forced;
  const onDark = contrast(background, '#000000') < contrast(background, '#ffffff');
  return { ...PALETTES[onDark ? 'dark' : 'light'], background, text, ring };
}

/** Red, green and blue of `#rrggbb`, 0…255. */
export function channels(css: string): [number, number, number] {
  const n = Number.parseInt(css.slice(1), 16);
  return [n >>> 16, (n >>> 8) & 255, n & 255];
}

export const PALETTES: Readonly<Record<PaletteName, Colours>> = {
  dark: colours(DARK, '#58c4ff', '#e6edf3'),
  light: colours(LIGHT, '#0a63b8', '#1f2328'),
};

/** Patterns in the background's colour, so that colour is not the only carrier: eight rows of eight bits, stretched over a
 *  cell. A cross is lost data, a dot somebody or something that is waited for, bars what is held back. The cross's strokes are two bits wide: colour-blind readers tell
 *  lost from stale by it alone. Rows are symmetrical, so that no bit order matters. */
const CROSS = [0xc3, 0x66, 0x3c, 0x18, 0x18, 0x3c, 0x66, 0xc3];
const DOT = [0, 0, 0, 0x3c, 0x3c, 0, 0, 0];
const BARS = [0, 0xff, 0, 0, 0, 0, 0xff, 0];
const PATTERN_OF: Readonly<Record<string, readonly number[]>> = {
  lost: CROSS,
  waiting: DOT,
  away: DOT,
  uffdwp: DOT,
  pmduffdwp: DOT,
  marker: DOT,
  neversent: BARS,
  readonly: BARS,
  pmdreadonly: BARS,
};
/** By class number; null: plain. */
export const PATTERNS: readonly (readonly number[] | null)[] = CELL_CLASSES.map(
  (c) => PATTERN_OF[c.id] ?? null,
);

/** `#rrggbb` → opaque little-endian RGBA, as ImageData's bytes lie in memory. */
export function rgba(css: string): number {
  const n = Number.parseInt(css.slice(1), 16);
  return ((0xff << 24) | ((n & 0xff) << 16) | (n & 0xff00) | (n >>> 16)) >>> 0;
}

/** Relative luminance, as WCAG defines it. */
function luminance(css: string): number {
  const [r, g, b] = channels(css).map((v) => {
    const part = v / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1…21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const INKS = ['#ffffff', '#0b0f14'] as const;

/** The ink that reads better on a fill. */
export function inkOn(fill: string): string {
  return contrast(INKS[0], fill) > contrast(INKS[1], fill) ? INKS[0] : INKS[1];
}
