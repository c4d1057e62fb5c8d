/** Numbers as the screen writes them, in the language of the page. */
import { sayNumber } from '../../engine/index.ts';

export { sayCount, sayNumber, sayPercent } from '../../engine/index.ts';

/** Bytes that are an estimate, with two digits: `17 MiB`, `4.4 MiB`. */
export function sayAbout(bytes: number): string {
  const power = Math.max(0, Math.min(3, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024))));
  const value = bytes / 1024 ** power;
  return `${sayNumber(value, value < 10 && power > 0 ? 1 : 0)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`;
}

/** A time with two or three digits, for what changes from frame to frame: `256 µs`, `1.3 ms`. */
export function sayBriefTime(ns: number): string {
  if (ns < 1000) return `${sayNumber(ns)} ns`;
  if (ns < 1e6) return `${sayNumber(ns / 1000)} µs`;
  const [value, unit] = ns < 1e9 ? [ns / 1e6, 'ms'] : [ns / 1e9, 's'];
  return `${sayNumber(value, value < 100 ? 1 : 0)} ${unit}`;
}

/** A page as its hexadecimal number, wide enough to line up. */
export function sayPage(page: number): string {
  return `0x${page.toString(16).padStart(4, '0')}`;
}

/** Where a page begins, in bytes: `0x1a47000`. */
export const sayAddress = (page: number): string => `${sayPage(page)}000`;

/** How many of a folio's pages are mapped one by one; null for none. */
export const sayPieces = (pieces: number): string | null => (pieces > 0 ? `${pieces}/512` : null);
