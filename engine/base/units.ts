/** Sizes and time as the engine counts them: x86-64 pages, integer nanoseconds below 2^53. */

import { language, worded } from './language.ts';

export const PAGE_BYTES = 4096;
export const PAGE_SHIFT = 12;
/** 4 KB pages under one PMD entry (HPAGE_PMD_NR). */
export const PMD_PAGES = 512;
export const PMD_ORDER = 9;
export const PMD_BYTES = PAGE_BYTES * PMD_PAGES;

/** Number of the 2 MiB region that holds a page. */
export function regionOf(page: number): number {
  return Math.floor(page / PMD_PAGES);
}

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;
const TIB = 1024 * GIB;

export const US = 1_000;
export const MS = 1_000_000;
export const SECOND = 1_000_000_000;

/** By how many digits after the point, made when the language is known. */
const formats: Intl.NumberFormat[] = [];

/** A number as the language in use writes it, with as many digits after the point as asked: `12,482`, `48.220`. It is rounded
 *  as `toFixed` does, on which recorded sentences rely. */
export function sayNumber(n: number, digits = 0): string {
  formats[digits] ??= new Intl.NumberFormat(language(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return formats[digits].format(Number(n.toFixed(digits)));
}

/** A whole number: `12,482`. */
export const sayCount = (n: number): string => sayNumber(n);

/** A share of 1 in whole percent: `12%`. */
export const sayPercent = (share: number): string => `${sayNumber(100 * share)}%`;

/** Bytes as a reader says them: `64 MiB`, `1.5 GiB`, `4 KiB`. */
export function sayBytes(bytes: number): string {
  const [unit, name] =
    bytes >= TIB
      ? [TIB, 'TiB']
      : bytes >= GIB
        ? [GIB, 'GiB']
        : bytes >= MIB
          ? [MIB, 'MiB']
          : bytes >= KIB
            ? [KIB, 'KiB']
            : [1, 'B'];
  const value = bytes / unit;
  return `${sayNumber(value, Number.isInteger(value) ? 0 : value < 10 ? 2 : 1)} ${name}`;
}

/** Virtual time (ns) as a reader says it: `48.220 ms`, `1 min 20 s`, `2 h 50 min`. */
export function sayTime(ns: number): string {
  if (ns < US) return `${ns} ns`;
  if (ns < MS) return `${sayNumber(ns / US, 2)} µs`;
  if (ns < SECOND) return `${sayNumber(ns / MS, 3)} ms`;
  const s = ns / SECOND;
  if (s < 120) return `${sayNumber(s, 3)} s`;
  if (s < 7200) return worded`${Math.floor(s / 60)} min ${Math.floor(s % 60)} s`;
  return worded`${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** Page or address number as the kernel prints it. */
export function hex(n: number): string {
  return `0x${n.toString(16)}`;
}
