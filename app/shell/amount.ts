/** A part of memory as the progress of a run says it: both amounts in the unit of the whole. */
import { language, PAGE_BYTES } from '../../engine/index.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `12.4` and `64 GiB`, of numbers of pages. */
export function amountOf(done: number, of: number): readonly [done: string, of: string] {
  const bytes = of * PAGE_BYTES;
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const say = (pages: number) => {
    const n = (pages * PAGE_BYTES) / 1024 ** power;
    const digits = n < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 };
    return n.toLocaleString(language(), digits);
  };
  return [say(done), `${say(of)} ${UNITS[power]}`];
}
