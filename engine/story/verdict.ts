/** khugepaged's last verdict on a region, from the log. */
import { K } from '../event/event.ts';
import { SCAN_NAMES } from '../event/scan.ts';
import type { Columns } from '../log/columns.ts';

/** khugepaged's last word on a region up to `step`. */
export function lastVerdict(columns: Columns, step: number, region: number): string | null {
  for (let n = Math.min(step, columns.length) - 1; n >= 0; n--)
    if (columns.kind(n) === K.KH_SCAN && columns.page(n) >>> 9 === region)
      return SCAN_NAMES[columns.arg(n) & 255] ?? null;
  return null;
}
