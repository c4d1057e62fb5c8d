/** Rows of a recording that were measured: smaps of the block that is shown, and its regions of 2 MiB. */
import { PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import type { Evidence } from './evidence.ts';
import type { Memory } from './memory.ts';

/** [t, side, kind, block, page, n, x] */
export type RecordingRow = [
  number,
  'src' | 'dst',
  string,
  number | null,
  number | null,
  number | null,
  Readonly<Record<string, unknown>> | null,
];

/** A file on the clock of all. */
export interface Timed {
  readonly evidence: Evidence;
  /** s, added to its times. */
  readonly offset: number;
  /** Its lines have no times: each is a microsecond. */
  readonly byLine: boolean;
}

/** Samples of the main block that differ from the one before. */
export function addMaps(
  rows: RecordingRow[],
  { main, blocks }: Memory,
  { evidence: { maps }, offset, byLine }: Timed,
): void {
  const { start, bytes } = blocks[main]!;
  let last = '';
  for (const { time, line, vmas, total } of maps) {
    const t = (byLine ? line * 1e-6 : time) + offset;
    if (total || Number.isNaN(t)) continue;
    const inside = vmas.filter((vma) => vma.start >= start && vma.end <= start + bytes);
    const fl = inside[0]?.flags?.join(' ');
    if (fl === undefined) continue;
    let rss = 0;
    let ahp = 0;
    for (const { fields } of inside) {
      rss += fields.Rss ?? Number.NaN;
      ahp += fields.AnonHugePages ?? Number.NaN;
    }
    const said = `${rss} ${ahp} ${fl}`;
    if (said === last || Number.isNaN(rss + ahp)) continue;
    last = said;
    rows.push([t, 'dst', 'smaps', main, 0, Math.floor(bytes / PAGE_BYTES), { rss, ahp, fl }]);
  }
}

/** Regions that were seen to become, or stop being, huge. */
export function addRegions(
  rows: RecordingRow[],
  { main, pages }: Memory,
  { evidence: { regions }, offset }: Timed,
): void {
  let before: readonly number[] | null = null;
  for (const { time, regions: now } of regions) {
    const t = time + offset;
    if (Number.isNaN(t)) continue;
    rows.push([t, 'dst', 'pmap', main, null, null, { rle2M: runs(now) }]);
    for (let i = 0; before && i < now.length; i++) {
      const [was, is] = [before[i] ?? 0, now[i]!];
      const page = i * PMD_PAGES;
      if (page + PMD_PAGES > pages || was < 0 === is < 0) continue;
      if (is < 0) rows.push([t, 'dst', 'thp_gain', main, page, PMD_PAGES, { from: was }]);
      else rows.push([t, 'dst', 'thp_loss', main, page, PMD_PAGES, { to: is }]);
    }
    before = now;
  }
}

/** Run lengths: [huge or pages that are there, regions]. */
function runs(regions: readonly number[]): ['H' | number, number][] {
  const list: ['H' | number, number][] = [];
  for (const pages of regions) {
    const word = pages < 0 ? 'H' : pages;
    const last = list.at(-1);
    if (last?.[0] === word) last[1]++;
    else list.push([word, 1]);
  }
  return list;
}
