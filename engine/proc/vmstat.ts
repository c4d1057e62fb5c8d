/** The THP lines of /proc/vmstat, from counts of what happened. Real counters are of the whole machine and since its boot;
 *  these are of guest memory and since the first step. */
import { PMD_ORDER } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { K, KINDS, type Kind } from '../event/event.ts';
import { fold } from '../event/fold.ts';
import type { Folios } from '../event/folios.ts';
import type { VmstatLine } from '../event/kind.ts';
import type { Host } from '../event/pageword.ts';
import {
  SCAN_ALLOC_HUGE_PAGE_FAIL,
  SCAN_EXCEED_NONE_PTE,
  SCAN_EXCEED_SHARED_PTE,
  SCAN_EXCEED_SWAP_PTE,
  SCAN_FAIL,
  SCAN_NAMES,
} from '../event/scan.ts';
import { MemoryState } from '../event/state.ts';
import { CHUNK, CHUNK_SHIFT, type Columns } from '../log/columns.ts';
import type { Line } from './proc.ts';

/** What stands in a row of counts for one host: events by kind, verdicts of khugepaged by code, splits of 2 MiB folios. */
const SCANS = KINDS.length;
const HUGE_SPLITS = SCANS + SCAN_NAMES.length;
const ROW = HUGE_SPLITS + 1;

/** Counts of one kernel. */
export interface Counts {
  kind(k: number): number;
  scan(code: number): number;
  readonly hugeSplits: number;
  /** 2 MiB folios that began to wait for a deferred split. */
  readonly deferrals: number;
}

/** Counts by host at any step. `state.counts` knows no hosts: this reads the log, once, and keeps a row a chunk of it. */
export class Tally {
  /** Row c: both hosts' counts before chunk c. */
  private readonly rows: Uint32Array[] = [new Uint32Array(ROW * 2)];
  private readonly folios: Folios | null;
  private readonly deferred: readonly number[] | null;

  /** `end` is the state at the end of the run, whose folios have their orders. Where there are none, frames are private and
   *  at home: every large folio is of 2 MiB, and events say when it is queued. */
  constructor(
    private readonly columns: Columns,
    end: MemoryState,
  ) {
    this.folios = end.folios;
    this.deferred = end.folios && deferrals(columns, end.pages);
  }

  /** Counts after `step` events of one host, or of both when one kernel runs them. */
  at(step: number, host: Host | 'both'): Counts {
    const chunk = step >>> CHUNK_SHIFT;
    while (this.rows.length <= chunk) {
      const c = this.rows.length - 1;
      this.rows.push(this.count(c, CHUNK));
    }
    const row = this.count(chunk, step & (CHUNK - 1));
    const get = (i: number): number => (host === 'both' ? row[i]! + row[ROW + i]! : row[host * ROW + i]!);
    return {
      kind: (k) => get(k),
      scan: (code) => get(SCANS + code),
      hugeSplits: get(HUGE_SPLITS),
      deferrals: this.deferred ? this.deferred.filter((s) => s <= step).length : get(K.FOLIO_DEFERRED),
    };
  }

  /** The row of chunk `c` and its first `n` events. */
  private count(c: number, n: number): Uint32Array {
    const row = this.rows[c]!.slice();
    const add = (i: number) => {
      row[i] = row[i]! + 1;
    };
    const from = c << CHUNK_SHIFT;
    for (const { chunk, first, last } of this.columns.spans(from, from + n)) {
      const { kind, who, arg } = chunk;
      for (let i = first; i < last; i++) {
        const k = kind[i]!;
        const base = hostOf(who[i]!) * ROW;
        add(base + k);
        if (k === K.KH_SCAN) add(base + SCANS + (arg[i]! & 255));
        else if (k === K.FOLIO_SPLIT && (!this.folios || this.folios.order[arg[i]!] === PMD_ORDER))
          add(base + HUGE_SPLITS);
      }
    }
    return row;
  }
}

/** Steps after which one more 2 MiB folio is partially mapped: the log is folded once more and its folios are watched. */
function deferrals(columns: Columns, pages: number): number[] {
  const state = new MemoryState(pages);
  const folios = state.trackFolios();
  const unmap = folios.unmap.bind(folios);
  const touched = new Map<number, number>();
  folios.unmap = (frame, host) => {
    const folio = folios.folioAt(frame);
    if (folios.order[folio] === PMD_ORDER && !touched.has(folio)) touched.set(folio, folios.deferred[folio]!);
    unmap(frame, host);
  };
  const steps: number[] = [];
  for (let n = 0; n < columns.length; n++) {
    fold(state, columns.kind(n), hostOf(columns.who(n)), columns.page(n), columns.arg(n));
    // One event may drop a folio piece by piece: what counts is what is left of it.
    for (const [folio, before] of touched) if (!before && folios.deferred[folio]) steps.push(n + 1);
    touched.clear();
  }
  return steps;
}

/** Kinds that a line counts. */
const counted = (line: VmstatLine): readonly Kind[] => KINDS.filter(({ vmstat }) => vmstat?.includes(line));

/** The lines. pgfault is listed until the first userfault: how often
 *  a thread that it put to sleep asks again is not in the log. */
export function vmstat(counts: Counts): Line[] {
  const sum = (line: VmstatLine) => counted(line).reduce((n, { number }) => n + counts.kind(number), 0);
  const lines: Line[] = [];
  const line = (name: string, n: number) => lines.push({ key: name, text: `${name} ${n}` });
  if (counts.kind(K.UFFD_FAULT) === 0) line('pgfault', sum('pgfault'));
  line('thp_fault_alloc', sum('thp_fault_alloc'));
  line('thp_fault_fallback', sum('thp_fault_fallback'));
  line('thp_collapse_alloc', sum('thp_collapse_alloc') + counts.scan(SCAN_FAIL));
  line('thp_collapse_alloc_failed', counts.scan(SCAN_ALLOC_HUGE_PAGE_FAIL));
  line('thp_split_page', counts.hugeSplits);
  line('thp_deferred_split_page', counts.deferrals);
  line('thp_split_pmd', sum('thp_split_pmd'));
  line('thp_scan_exceed_none_pte', counts.scan(SCAN_EXCEED_NONE_PTE));
  line('thp_scan_exceed_swap_pte', counts.scan(SCAN_EXCEED_SWAP_PTE));
  line('thp_scan_exceed_share_pte', counts.scan(SCAN_EXCEED_SHARED_PTE));
  // One page for all, when it is first read.
  line('thp_zero_page_alloc', Math.min(1, counts.kind(K.FAULT_HUGE_ZERO)));
  return lines;
}
