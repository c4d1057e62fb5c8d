/** Where a script's regions lie: each on a 2 MiB boundary (plus its shift), with free memory behind it, so that no two VMAs of
 *  different names ever touch and an operation that reaches beyond its region meets nothing. */
import { PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import type { Script } from './ops.ts';

export interface Region {
  readonly name: string;
  /** First page. */
  readonly base: number;
  /** Pages. */
  readonly len: number;
}

export interface Layout {
  readonly regions: ReadonlyMap<string, Region>;
  /** Pages of the whole address space. */
  readonly pages: number;
}

/** Pages of an address space that a browser holds with ease: 4 GiB. Reaches beyond a region are cut to fit. */
const MOST_PAGES = 1 << 20;

export function layOut(script: Script): Layout {
  const reaches = reachesOf(script);
  const regions = new Map<string, Region>();
  let next = 0;
  let end = PMD_PAGES;
  const place = (name: string, bytes: number, shift: number) => {
    if (regions.has(name)) return;
    const len = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
    const base = next + shift / PAGE_BYTES;
    regions.set(name, { name, base, len });
    const beyond = Math.min(Math.max(0, (reaches.get(name) ?? 0) - len), MOST_PAGES / 64);
    end = Math.ceil((base + len + beyond) / PMD_PAGES) * PMD_PAGES;
    next = end + PMD_PAGES;
  };
  for (const op of script.ops) {
    if (op.op === 'mmap') place(op.region, op.size, op.shift);
    if (op.op === 'mremap') place(op.to, op.len, op.shift);
  }
  return { regions, pages: end };
}

/** The farthest page, from its start, that any operation names of a region. */
function reachesOf(script: Script): Map<string, number> {
  const reaches = new Map<string, number>();
  const reach = (region: string, bytes: number) => {
    reaches.set(region, Math.max(reaches.get(region) ?? 0, Math.ceil(bytes / PAGE_BYTES)));
  };
  for (const op of script.ops) {
    if (!('region' in op && 'off' in op)) continue;
    const len = 'len' in op ? op.len : PAGE_BYTES;
    const calls = 'count' in op ? (op.count - 1) * op.stride : 0;
    reach(op.region, op.off + calls + len);
    if (op.op === 'uffd-move') reach(op.from, op.fromOff + len);
  }
  return reaches;
}

/** The region that holds `page`, for messages that name it. */
export function regionAt(layout: Layout, page: number): Region | undefined {
  for (const region of layout.regions.values())
    if (page >= region.base && page < region.base + region.len) return region;
  return undefined;
}
