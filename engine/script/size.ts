/** Sizes as scripts write them: `N[k|m|g|p|h]` and sums and differences of those; p is 4 KiB, h is 2 MiB. */
import { GIB, KIB, MIB, PAGE_BYTES, PMD_BYTES } from '../base/units.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: KIB,
  m: MIB,
  g: GIB,
  p: PAGE_BYTES,
  h: PMD_BYTES,
};

/** Bytes, possibly below zero; null when `text` is no size. A term beyond 2^53 makes the whole Infinity. */
export function parseSize(text: string): number | null {
  if (!/^\d+[kmgph]?(?:[+-]\d+[kmgph]?)*$/.test(text)) return null;
  let bytes = 0;
  for (const [, sign, digits, unit] of text.matchAll(/([+-]?)(\d+)([kmgph]?)/g)) {
    const term = Number(digits) * UNITS[unit!]!;
    if (!Number.isSafeInteger(term)) return Number.POSITIVE_INFINITY;
    bytes += sign === '-' ? -term : term;
  }
  return Number.isSafeInteger(bytes) ? bytes : Number.POSITIVE_INFINITY;
}

/** The inverse, as a person would write it: `2m+3p`, `511p`, `4097`. */
export function formatSize(bytes: number): string {
  if (bytes === 0 || bytes % PAGE_BYTES !== 0) return String(bytes);
  if (bytes % GIB === 0) return `${bytes / GIB}g`;
  if (bytes % MIB === 0) return `${bytes / MIB}m`;
  const pages = (bytes % PMD_BYTES) / PAGE_BYTES;
  return bytes < PMD_BYTES ? `${pages}p` : `${(bytes - pages * PAGE_BYTES) / MIB}m+${pages}p`;
}
