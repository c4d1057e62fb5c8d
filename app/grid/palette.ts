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
};

function colours(table: Readonly<Record<string, string>>, ring: string, text: string): Colours {
  const classes = CELL_CLASSES.map((c) => table[c.id] ?? '#ff00ff');
  return { classes, background: table.outside ?? '#000', ring, text };
}

export const PALETTES: Readonly<Record<PaletteName, Colours>> = {
  dark: colours(DARK, '#58c4ff', '#e6edf3'),
  light: colours(LIGHT, '#0a63b8', '#1f2328'),
};

/** Patterns in the background's colour, so that colour is not the only carrier: eight rows of eight bits, stretched over a
 *  cell. A cross is lost data, a dot somebody who waits. The cross's strokes are two bits wide: colour-blind readers tell
 *  lost from stale by it alone. Rows are symmetrical, so that no bit order matters. */
const CROSS = [0xc3, 0x66, 0x3c, 0x18, 0x18, 0x3c, 0x66, 0xc3];
const DOT = [0, 0, 0, 0x3c, 0x3c, 0, 0, 0];
const PATTERN_OF: Readonly<Record<string, readonly number[]>> = { lost: CROSS, waiting: DOT };
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
  const n = Number.parseInt(css.slice(1), 16);
  const [r, g, b] = [n >>> 16, (n >>> 8) & 255, n & 255].map((v) => {
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
