/** Numbers as the screen writes them, in the language of the page. */
import { language } from '../../engine/index.ts';

/** Made at the first number, when the language is known. */
let whole: Intl.NumberFormat | null = null;

/** `12,482`, as the engine's own words write it. */
export function sayCount(n: number): string {
  whole ??= new Intl.NumberFormat(language());
  return whole.format(n);
}

/** Bytes that are an estimate, with two digits: `17 MiB`, `4.4 MiB`. */
export function sayAbout(bytes: number): string {
  const power = Math.max(0, Math.min(3, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024))));
  const value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`;
}

/** A time with two or three digits, for what changes from frame to frame: `256 µs`, `1.3 ms`. */
export function sayBriefTime(ns: number): string {
  if (ns < 1000) return `${Math.round(ns)} ns`;
  if (ns < 1e6) return `${Math.round(ns / 1000)} µs`;
  const [value, unit] = ns < 1e9 ? [ns / 1e6, 'ms'] : [ns / 1e9, 's'];
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** A page as its hexadecimal number, wide enough to line up. */
export function sayPage(page: number): string {
  return `0x${page.toString(16).padStart(4, '0')}`;
}

/** Where a page begins, in bytes: `0x1a47000`. */
export const sayAddress = (page: number): string => `${sayPage(page)}000`;

/** How many of a folio's pages are mapped one by one; null for none. */
export const sayPieces = (pieces: number): string | null => (pieces > 0 ? `${pieces}/512` : null);
