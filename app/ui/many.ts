import { language } from '../../engine/index.ts';

let compact: Intl.NumberFormat | null = null;

/** A number that is too long to be read in passing, with three digits: `134M`, `1.2K`. */
export function sayMany(n: number): string {
  compact ??= new Intl.NumberFormat(language(), { notation: 'compact', maximumSignificantDigits: 3 });
  return compact.format(n);
}
