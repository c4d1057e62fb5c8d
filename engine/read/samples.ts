/** Samples of a recorder, one JSON object a line (gzip or not), times in s since 1970:
 *
 *      { "t": …, "k": "ram",   "lo": address, "hi": address }                          the memory that is watched
 *      { "t": …, "k": "smaps", "vm": [ { "a": offset, "n": bytes, FIELD: KiB, …, "fl": "VmFlags" }, … ] }
 *      { "t": …, "k": "pm",    "s": [ state of each 2 MiB, … ] }                       pages that are there; "H" or -1: a huge one; "Z": the huge zero page, which is no memory
 *      { "t": …, "k": "sys",   "en": enabled, "df": defrag, "sleep": ms, "pts": pages_to_scan, "none": max_ptes_none, …,
 *                              "vm": { vmstat counter: n, … } }
 *      { "t": …, "k": "end", … }
 *
 *  `a` of a VMA counts from `lo`. */
import * as v from 'valibot';
import { later } from '../base/language.ts';
import { type Evidence, MOST_ENTRIES } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';

const HEAD = /^\s*\{\s*"t"\s*:\s*\d{1,12}(?:\.\d{1,12})?\s*,\s*"k"\s*:\s*"(?:ram|smaps|pm|sys|end)"/;

/** The knobs of `sys` by where they are below /sys/kernel/mm/transparent_hugepage. */
const KNOBS = {
  en: 'transparent_hugepage/enabled',
  df: 'transparent_hugepage/defrag',
  h2m: 'transparent_hugepage/hugepages-2048kB/enabled',
  sleep: 'khugepaged/scan_sleep_millisecs',
  pts: 'khugepaged/pages_to_scan',
  none: 'khugepaged/max_ptes_none',
  full: 'khugepaged/full_scans',
  coll: 'khugepaged/pages_collapsed',
} as const;

const finite = v.pipe(v.number(), v.finite());
const base = { t: finite };
const schemas = {
  ram: v.object({ ...base, lo: finite, hi: finite }),
  smaps: v.object({ ...base, vm: v.array(v.record(v.string(), v.union([finite, v.string()]))) }),
  pm: v.object({ ...base, s: v.array(v.union([finite, v.string()])) }),
  sys: v.looseObject({ ...base, vm: v.optional(v.record(v.string(), finite), {}) }),
  end: v.object(base),
};
type Kind = keyof typeof schemas;

export const samples: Format = {
  name: 'samples',
  title: later`samples of a recorder`,
  recognise: (line) => (HEAD.test(line) ? 2 : 0),
  reader: (evidence) => new Samples(evidence),
};

class Samples implements LineReader {
  private low = Number.NaN;
  /** What a knob or counter was last: only changes are noted. */
  private readonly last = new Map<string, string>();

  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    if (!HEAD.test(text)) return FOREIGN;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'damaged';
    }
    const kind = (value as { k: Kind }).k;
    this.evidence.timed('wall');
    if (kind === 'ram') return this.ram(value, line);
    if (kind === 'smaps') return this.smaps(value, line);
    if (kind === 'pm') return this.pagemap(value, line);
    return kind === 'sys' ? this.sys(value, line) : READ;
  }

  private ram(value: unknown, line: number): Outcome {
    const parsed = v.safeParse(schemas.ram, value);
    if (!parsed.success) return 'damaged';
    const { lo, hi } = parsed.output;
    this.low = lo;
    const { blocks } = this.evidence;
    if (blocks.length >= MOST_ENTRIES) return 'tooMany';
    blocks.push({ id: '', line, start: lo, bytes: hi - lo });
    return READ;
  }

  private smaps(value: unknown, line: number): Outcome {
    const parsed = v.safeParse(schemas.smaps, value);
    if (!parsed.success) return 'damaged';
    const { maps } = this.evidence;
    if (maps.length >= MOST_ENTRIES) return 'tooMany';
    const vmas = parsed.output.vm.map((vma) => {
      const fields: Record<string, number> = {};
      for (const [name, n] of Object.entries(vma))
        if (typeof n === 'number' && name !== 'a' && name !== 'n') fields[name] = n;
      const start = this.low + Number(vma.a);
      const flags = typeof vma.fl === 'string' ? vma.fl.trim().split(' ') : null;
      return { start, end: start + Number(vma.n), name: '', line, fields, flags };
    });
    maps.push({ time: parsed.output.t, line, vmas, total: false, thpDisable: Number.NaN });
    return READ;
  }

  private pagemap(value: unknown, line: number): Outcome {
    const parsed = v.safeParse(schemas.pm, value);
    if (!parsed.success) return 'damaged';
    const { regions } = this.evidence;
    if (regions.length >= MOST_ENTRIES) return 'tooMany';
    regions.push({
      time: parsed.output.t,
      line,
      regions: parsed.output.s.map((n) => (n === 'H' ? -1 : typeof n === 'number' ? n : 0)),
    });
    return READ;
  }

  private sys(value: unknown, line: number): Outcome {
    const parsed = v.safeParse(schemas.sys, value);
    if (!parsed.success) return 'damaged';
    const { t, vm, ...knobs } = parsed.output;
    for (const [short, name] of Object.entries(KNOBS)) {
      const found = (knobs as Record<string, unknown>)[short];
      if (typeof found === 'string' || typeof found === 'number') this.knob(t, line, name, String(found));
    }
    for (const [name, n] of Object.entries(vm)) this.knob(t, line, `vmstat/${name}`, String(n));
    return READ;
  }

  private knob(time: number, line: number, name: string, text: string): void {
    const { knobs } = this.evidence;
    if (this.last.get(name) === text || knobs.length >= MOST_ENTRIES || this.last.size > 4096) return;
    this.last.set(name, text);
    knobs.push({ time, line, name, value: text.slice(0, 200) });
  }
}
