/** Are two lines of the recorded format equal in everything that is comparable, and how do the counters beside it fare? */

/** Compared as they are. */
const KEYS = [
  'ret',
  'err',
  'sig',
  'blocked',
  'ev',
  'copy',
  'zeropage',
  'move',
  'updated',
  'regions',
  'get',
  'pfn',
  'old_frame',
] as const;

// biome-ignore lint/suspicious/noExplicitAny: lines come from JSON, and are compared, not trusted.
type Json = any;

export interface Difference {
  /** Number of the operation, and its words. */
  readonly i: number;
  readonly op: string;
  /** What differs. */
  readonly key: string;
  readonly kernel: string;
  readonly engine: string;
}

/** Differences of one operation; empty when both are equal. */
export function compareLines(kernel: Json, engine: Json): Difference[] {
  const a = comparable(kernel);
  const b = comparable(engine);
  const differences: Difference[] = [];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const x = text(a[key]);
    const y = text(b[key]);
    if (x !== y) differences.push({ i: kernel.i, op: kernel.op, key, ...excerpt(x, y) });
  }
  return differences;
}

/** Counters of one operation that differ: wanted equal, reported beside. */
export function compareCounters(kernel: Json, engine: Json): string[] {
  const lines: string[] = [];
  if (kernel.minflt !== undefined && kernel.minflt !== engine.minflt)
    lines.push(`minflt ${kernel.minflt}, engine ${engine.minflt}`);
  if ((kernel.vmpte_kb ?? 0) !== (engine.vmpte_kb ?? 0))
    lines.push(`vmpte_kb ${kernel.vmpte_kb ?? 0}, engine ${engine.vmpte_kb ?? 0}`);
  return lines;
}

function comparable(o: Json): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const key of KEYS) if (o[key] !== undefined) kept[key] = o[key];
  if (o.kh && !o.child) kept.collapsed = o.kh.collapsed;
  if (o.thr) kept.thr = o.thr.map((t: Json) => [t.of, t.st, t.ret ?? null, t.err ?? null, t.sig ?? null]);
  // A set: how often khugepaged came by does not count.
  if (o.scan?.length)
    kept.scan = [...new Set(o.scan.map((s: Json) => `${s.fn} ${s.status} ${s.none_or_zero ?? ''}`))].sort();
  for (const host of ['st', 'child'])
    for (const [name, region] of Object.entries<Json>(o[host] ?? {})) {
      kept[`${host} ${name} len`] = region.len;
      kept[`${host} ${name} vmas`] = region.vmas.map((v: Json) =>
        [v.s, v.e, v.prot, v.fl.join(' '), v.rss, v.anon, v.ahp, v.elig].join(' '),
      );
      kept[`${host} ${name} pages`] = pages(region.pages);
    }
  return kept;
}

/** Runs of pages, folios numbered in the order in which they are met. */
function pages(runs: Json[]): string[] {
  const numbers = new Map<number, number>();
  return runs.map((run) => {
    const { p, n, k, ...rest } = run;
    if (rest.f !== undefined) {
      if (!numbers.has(rest.f)) numbers.set(rest.f, numbers.size);
      rest.f = numbers.get(rest.f);
    }
    delete rest.pz;
    return `${p}+${n} ${k} ${Object.keys(rest)
      .sort()
      .map((key) => `${key}=${rest[key]}`)
      .join(' ')}`;
  });
}

const text = (value: Json): string => (value === undefined ? '' : JSON.stringify(value));

/** The part of two texts where they begin to differ. */
function excerpt(kernel: string, engine: string): { kernel: string; engine: string } {
  let i = 0;
  while (i < kernel.length && kernel[i] === engine[i]) i++;
  const from = Math.max(0, i - 40);
  return { kernel: kernel.slice(from, from + 160), engine: engine.slice(from, from + 160) };
}
