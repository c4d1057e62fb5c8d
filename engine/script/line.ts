/** What an operation of a script returned, and the state after it: one line of the format that the recorder prints. */
import { SCAN_NAMES } from '../event/scan.ts';
import type { Verdict } from '../mm/khugepaged.ts';
import type { UffdMessage } from '../mm/mm.ts';
import type { ScannedRange } from '../mm/pagemap.ts';
import { type Layout, regionAt } from './layout.ts';
import type { RegionState } from './state.ts';

/** A message that the monitor read. */
export type ReadMessage = Readonly<Record<string, unknown>>;

/** A verdict as `khugepaged-run` and MADV_COLLAPSE report it. */
export interface ScanLine {
  readonly fn: 'scan_pmd' | 'collapse' | 'scan_file' | 'collapse_file';
  readonly status: string;
  readonly none_or_zero?: number;
  times: number;
}

export interface ThreadLine {
  readonly of: number;
  readonly op: string;
  readonly st: 'blocked' | 'done';
  readonly ret?: number;
  readonly err?: string;
  readonly sig?: string;
  readonly minflt?: number;
}

export interface OpLine {
  readonly rec: 'op';
  readonly i: number;
  readonly line: number;
  readonly op: string;
  blocked?: true;
  ret: number | null;
  err?: string;
  sig?: string;
  thr?: ThreadLine[];
  ev?: ReadMessage[];
  scan?: ScanLine[];
  kh?: { collapsed: number };
  copy?: number;
  zeropage?: number;
  move?: number;
  updated?: number;
  regions?: readonly ScannedRange[];
  get?: number;
  pfn?: Readonly<Record<string, number>>;
  old_frame?: { still_in_large_folio: boolean };
  minflt?: number;
  vmpte_kb?: number;
  st?: Record<string, RegionState>;
  child?: Record<string, RegionState>;
}

/** A page fault that the monitor reads of. */
export interface FaultMessage {
  readonly page: number;
  readonly flags: readonly string[];
  readonly child: boolean;
}

/** Adds a verdict of khugepaged or MADV_COLLAPSE to the line; equal ones are counted. */
export function addVerdict(
  line: OpLine,
  {
    code,
    none,
    collapse,
    file,
  }: Pick<Verdict, 'code' | 'none'> & { collapse: number | null; file?: boolean },
): void {
  line.scan ??= [];
  const lines = line.scan;
  const add = (fn: ScanLine['fn'], status: number, holes?: number) => {
    const one = {
      fn,
      status: SCAN_NAMES[status]!,
      ...(holes === undefined ? {} : { none_or_zero: holes }),
      times: 1,
    };
    const same = lines.find(
      (s) => s.fn === one.fn && s.status === one.status && s.none_or_zero === one.none_or_zero,
    );
    if (same) same.times++;
    else lines.push(one);
  };
  if (collapse !== null) add(file ? 'collapse_file' : 'collapse', collapse);
  if (file) add('scan_file', code);
  else add('scan_pmd', code, none);
}

/** What the monitor reads, pages by the names of regions: messages about ranges first, then faults. */
export function readMessages(
  layout: Layout,
  messages: readonly UffdMessage[],
  faults: readonly FaultMessage[],
): ReadMessage[] {
  const at = (page: number) => {
    const region = regionAt(layout, page)!;
    return { region: region.name, page: page - region.base };
  };
  const read = messages.map((m): ReadMessage => {
    if (m.event === 'fork') return { event: 'fork' };
    if (m.event !== 'remap') return { event: m.event, ...at(m.page), pages: m.n };
    const from = at(m.page);
    return { event: 'remap', from: from.region, page: from.page, to: at(m.to), pages: m.n };
  });
  for (const { page, flags, child } of faults)
    read.push({ event: 'pagefault', ...at(page), flags, ...(child ? { child: true } : {}) });
  return read;
}
