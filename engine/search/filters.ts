/** Conditions that need more of an event than its kind and who did it. Each goes over the events of a chunk that passed so
 *  far and keeps those that it is true for. Where yes and no are as likely, they are added up and not branched on. */
import { PMD_PAGES } from '../base/units.ts';
import { ABOUT } from '../event/kind.ts';
import type { Chunk, Columns } from '../log/columns.ts';
import { firstPageOf, pagesOf, scopeOf } from '../lookup/events.ts';
import type { NumberSet } from './intervals.ts';
import { COMES_SHIFT, Lineage, type Origin } from './lineage.ts';

/** `chosen` holds places in the chunk, `n` of them, rising; they are thinned out in place, and their new number is
 *  returned. */
export type Filter = (chunk: Chunk, base: number, chosen: Uint16Array, n: number) => number;

/** Keeps what `filter` would not. */
export function not(filter: Filter): Filter {
  let copy = new Uint16Array(0);
  return (chunk, base, chosen, n) => {
    if (copy.length < chosen.length) copy = new Uint16Array(chosen.length);
    copy.set(chosen.subarray(0, n));
    const hits = filter(chunk, base, copy, n);
    let hit = 0;
    let kept = 0;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      const isHit = +(hit < hits) & +(copy[hit] === i);
      chosen[kept] = i;
      hit += isHit;
      kept += 1 - isHit;
    }
    return kept;
  };
}

/** The event is about one of `pages`. */
export function aboutPages(pages: NumberSet): Filter {
  // By kind: between which pages an event can begin that is about one of them, and whether it then is.
  const from = new Float64Array(256);
  const to = new Float64Array(256).fill(-1);
  const isSure = new Uint8Array(256);
  for (let kind = 0; kind < 256; kind++) {
    const scope = scopeOf(kind);
    if (scope === ABOUT.nothing) continue;
    from[kind] = scope === ABOUT.range ? 0 : firstPageOf(kind, pages.least);
    to[kind] = scope === ABOUT.region ? firstPageOf(kind, pages.most) + PMD_PAGES - 1 : pages.most;
    isSure[kind] = scope === ABOUT.range || !pages.isWhole ? 0 : 1;
  }
  return (chunk, _base, chosen, n) => {
    const { kind, page, arg } = chunk;
    let near = 0;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      const k = kind[i]!;
      const p = page[i]!;
      chosen[near] = i;
      near += +(p >= from[k]!) & +(p <= to[k]!);
    }
    let kept = 0;
    for (let s = 0; s < near; s++) {
      const i = chosen[s]!;
      const k = kind[i]!;
      chosen[kept] = i;
      if (isSure[k] === 1) kept++;
      else {
        const first = firstPageOf(k, page[i]!);
        const count = pagesOf(k, arg[i]!);
        kept += +(count > 0 && pages.meets(first, first + count - 1));
      }
    }
    return kept;
  };
}

/** The event is about so many pages; one that is about none has no number of them. */
export function ofPages(counts: NumberSet): Filter {
  return ({ kind, arg }, _base, chosen, n) => {
    let kept = 0;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      const count = pagesOf(kind[i]!, arg[i]!);
      chosen[kept] = i;
      kept += +(count > 0 && counts.meets(count, count));
    }
    return kept;
  };
}

/** The argument is one of `values`. */
export function withArg(values: NumberSet): Filter {
  const { least, most, isWhole } = values;
  return ({ arg }, _base, chosen, n) => {
    let near = 0;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      const a = arg[i]!;
      chosen[near] = i;
      near += +(a >= least) & +(a <= most);
    }
    if (isWhole) return near;
    let kept = 0;
    for (let s = 0; s < near; s++) {
      const i = chosen[s]!;
      const a = arg[i]!;
      chosen[kept] = i;
      kept += +values.meets(a, a);
    }
    return kept;
  };
}

/** The direct cause is one of `origin`, or with `none` there is no cause. */
export function causedBy(columns: Columns, { kinds, events }: Origin, none: boolean): Filter {
  return ({ kind, cause }, base, chosen, n) => {
    let kept = 0;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      const c = cause[i]!;
      chosen[kept] = i;
      if (c >= base + i) kept += +none;
      else {
        const k = c >= base ? kind[c - base]! : columns.kind(c);
        kept += kinds[k]! | +(c >= events.least && events.meets(c, c));
      }
    }
    return kept;
  };
}

/** The cause, its cause or one further back is one of `origin`. */
export function comesFrom(columns: Columns, origin: Origin): Filter {
  const lineage = new Lineage(columns, origin);
  return (_chunk, base, chosen, n) => {
    if (n === 0) return 0;
    const known = lineage.upTo(base + chosen[n - 1]! + 1);
    let kept = 0;
    for (let s = 0; s < n; s++) {
      const i = chosen[s]!;
      chosen[kept] = i;
      kept += known[base + i]! >> COMES_SHIFT;
    }
    return kept;
  };
}
