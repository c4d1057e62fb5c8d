/** What painters of fields draw with: colours by class number, patterns, and ink that can be read. */
import { CELL_CLASSES } from '../../engine/index.ts';
import { CLASSES, inPalette, PAGE } from '../ui/colours.ts';
import type { Palette } from '../ui/theme.ts';
import { PLAIN } from './axes.ts';

export interface Colours {
  /** CSS colour by class number. */
  readonly classes: readonly string[];
  /** What cells carry, by class number; null: they are plain. */
  readonly patterns: readonly (Pattern | null)[];
  readonly background: string;
  readonly ring: string;
  readonly text: string;
  readonly muted: string;
  /** Outlines of what is as dark, or as light, as the background. */
  readonly edge: string;
}

/** Bits in the background's colour: SPOTS rows, as the axes of a layout name them. Those of the whole pattern have its bits, those
 *  of the small mark have the mark's from bit PLAIN + 1 on. */
export type Pattern = readonly number[];

/** A pattern of eight rows of eight bits, and what small cells carry in its place. Rows are symmetrical, so that no bit order
 *  matters. */
const pattern = (whole: readonly number[], mark: readonly [number, number, number]): Pattern => [
  ...whole,
  0,
  ...mark.map((bits) => bits << (PLAIN + 1)),
];

/** Colour is not the only carrier: a cross is lost data, a dot somebody or something that is waited for, bars what is held back.
 *  The cross's strokes are two bits wide: colour-blind readers tell lost from stale by it alone. */
const CROSS = pattern([0xc3, 0x66, 0x3c, 0x18, 0x18, 0x3c, 0x66, 0xc3], [5, 2, 5]);
const DOT = pattern([0, 0, 0, 0x3c, 0x3c, 0, 0, 0], [0, 2, 0]);
const BARS = pattern([0, 0xff, 0, 0, 0, 0, 0xff, 0], [0, 7, 0]);
const HOLLOW = pattern([0, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0], [0, 2, 0]);
const PATTERN_OF: Readonly<Record<string, Pattern>> = {
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

function coloursIn(palette: Palette): Colours {
  const table: Readonly<Record<string, readonly [string, string]>> = CLASSES;
  return {
    classes: CELL_CLASSES.map((c) => inPalette(palette, table[c.id]!)),
    patterns: CELL_CLASSES.map((c) => PATTERN_OF[c.id] ?? null),
    background: inPalette(palette, PAGE.bg),
    ring: inPalette(palette, PAGE.accent),
    text: inPalette(palette, PAGE.text),
    muted: inPalette(palette, PAGE.muted),
    edge: inPalette(palette, PAGE.edge),
  };
}

/** How far classes that are not picked go towards the background. */
const DIM = 0.8;
/** A colour this near to the background is told from it by an outline. */
const FAINT = 1.5;

/** The same palette with all but the picked classes faded; a picked class that is hardly seen on the background is outlined. */
export function dimmed(from: Colours, picked: ReadonlySet<number>, dim = DIM): Colours {
  const to = channels(from.background);
  const faint = (c: number): boolean => picked.has(c) && isFaint(from, c);
  const classes = from.classes.map((css, c) => {
    if (faint(c)) return from.edge;
    if (picked.has(c)) return css;
    const mixed = channels(css).map((v, i) => Math.round(v + (to[i]! - v) * dim));
    return `#${mixed.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
  });
  return { ...from, classes, patterns: from.patterns.map((pattern, c) => (faint(c) ? HOLLOW : pattern)) };
}

/** Whether a class is hardly seen on the background. */
export const isFaint = (colours: Colours, c: number): boolean =>
  contrast(colours.classes[c]!, colours.background) < FAINT;

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
export function coloursOf(palette: Palette, forced: Forced | null): Colours {
  if (!forced) return PALETTES[palette];
  const { background, text, accent: ring } = forced;
  const onDark = contrast(background, '#000000') < contrast(background, '#ffffff');
  return { ...PALETTES[onDark ? 'dark' : 'light'], background, text, muted: text, edge: text, ring };
}

/** Red, green and blue of `#rrggbb`, 0…255. */
export function channels(css: string): [number, number, number] {
  const n = Number.parseInt(css.slice(1), 16);
  return [n >>> 16, (n >>> 8) & 255, n & 255];
}

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

export const PALETTES: Readonly<Record<Palette, Colours>> = {
  dark: coloursIn('dark'),
  light: coloursIn('light'),
};
